/**
 * Run by run-crash.test.ts: writes the journal of a watch and stores its run again and again, and kills itself at a
 * moment. Arguments: data folder, customer id, moment.
 */
import { nodeFs } from '../../../electron/store/store-fs.ts';
import type { StoreFs } from '../../../electron/store/store-fs.ts';
import { RunStore } from '../../../electron/store/run-store.ts';
import { dnsAnswerSchema } from '../../../shared/dns/types.ts';

const AT = '2026-11-24T20:00:00.000Z';
const ANSWERS = 300;
const [dir = '', customerId = '', moment = ''] = process.argv.slice(2);

const die = (at: string, path: string): void => {
  if (moment === at && !path.endsWith('.journal')) process.kill(process.pid, 'SIGKILL');
};

const fs: StoreFs = {
  ...nodeFs,
  open: async (...args: Parameters<StoreFs['open']>) => {
    const path = String(args[0]);
    const handle = await nodeFs.open(...args);
    if (!path.endsWith('.tmp')) return handle;
    const sync = handle.sync.bind(handle);
    handle.writeFile = async (content) => {
      if (!Array.isArray(content)) throw new TypeError('a run is written in pieces');
      for (const [index, piece] of (content as Uint8Array[]).entries()) {
        if (index === 1) die('half-written', path);
        await handle.write(piece);
      }
      die('written', path);
    };
    handle.sync = async () => {
      await sync();
      die('flushed', path);
    };
    return handle;
  },
  rename: async (from, to) => {
    await nodeFs.rename(from, to);
    die('renamed', String(to));
  },
  unlink: async (path) => {
    await nodeFs.unlink(path);
    if (moment === 'unlinked') process.kill(process.pid, 'SIGKILL');
  },
};

const store = new RunStore({ dir, newId: () => 'run-0001', appVersion: '0.1.0', fs });
const { id, journal } = store.journal(customerId, 'op1', (trouble) => {
  if (trouble !== null) throw trouble;
});
const answers = Array.from({ length: ANSWERS }, (_, index) => ({
  vantage: 'internal:192.0.2.53',
  answer: dnsAnswerSchema.parse({
    question: { name: 'contoso.com', type: 'MX' },
    outcome: 'answer',
    records: [{ name: 'contoso.com', type: 'MX', ttl: 60, value: '10 mail.contoso.com' }],
    server: { address: '192.0.2.53', port: 53, label: 'dc1' },
    transport: 'udp',
    flags: { aa: false, ad: false, ra: true, tc: false },
    rcode: 'NOERROR',
    raw: 'x'.repeat(500),
    at: AT,
    elapsedMs: index,
  }),
}));
const head = { startedAt: AT, domains: ['contoso.com'], vantages: [], notes: ['by hand'] };
journal.add({ head });
for (const entry of answers) journal.add({ at: AT, entry });
await journal.idle();
if (moment === 'written down') process.kill(process.pid, 'SIGKILL');
await store.save(
  customerId,
  { kind: 'watch', name: '', operator: 'op1' },
  { ...head, endedAt: AT, answers },
  id,
);
await journal.remove();
process.kill(process.pid, 'SIGKILL');
