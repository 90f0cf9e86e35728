/** `npm run bench`: runs every bench and prints one table. A word after it runs only the benches that name it. */
import { cpus } from 'node:os';
import { BENCHES } from './registry.ts';
import type { BenchRow } from './types.ts';

const wanted = process.argv[2]?.toLowerCase() ?? '';
const number = (value: number): string => value.toFixed(value < 10 ? 2 : 0);

/** Over 1 when ours is the better figure. */
const ratio = ({ ours, unit, peer }: BenchRow): string => {
  if (peer === null) return '';
  return `${(unit.endsWith('/s') ? ours / peer.value : peer.value / ours).toFixed(1)}x`;
};

const cells = (row: BenchRow): readonly string[] => [
  row.what,
  `${number(row.ours)} ${row.unit}`,
  row.p99 === undefined ? '' : number(row.p99),
  row.peer === null ? '' : `${row.peer.name} ${number(row.peer.value)}`,
  ratio(row),
  row.note ?? '',
];
const HEAD = ['', 'ours', 'p99', 'peer', 'better', 'note'];

const table: Array<readonly string[]> = [HEAD];
for (const bench of BENCHES.filter(({ title }) => title.toLowerCase().includes(wanted))) {
  process.stderr.write(`${bench.title} …\n`);
  table.push([bench.title], ...(await bench.run()).map(cells));
}

const widths = HEAD.map((_, column) =>
  Math.max(...table.map((row) => (row.length === 1 ? 0 : (row[column] ?? '').length))),
);
console.log(
  `Node ${process.version}, ${process.platform}, ${cpus().length} × ${cpus()[0]?.model ?? 'unknown processor'}\n`,
);
for (const row of table) {
  console.log(
    row.length === 1
      ? `\n${row[0] ?? ''}`
      : row
          .map((cell, column) =>
            column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0),
          )
          .join('  ')
          .trimEnd(),
  );
}
