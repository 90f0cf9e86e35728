/** The text of a stored run is made and read in parts, and nothing is different for that. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { RunStore } from '../../../electron/store/run-store.ts';
import { parseRunText } from '../../../electron/store/run-text.ts';
import type { RunDraft, StoredRunFile } from '../../../shared/dns/stored-run.ts';
import { AppError } from '../../../shared/result.ts';
import { counter, freshFolder, START } from './support.ts';

const server = { address: '192.0.2.53', port: 53, label: 'ns1 “é”' };
/** Texts that look like the places at which the file is cut. */
const NASTY = ['\n      },\n      {', '"answers": [', '\n    ]\n', 'Zoë 😀', '\\n      }', '] } , {'];
const draft: RunDraft = {
  startedAt: START,
  endedAt: START,
  domains: ['contoso.com'],
  vantages: [{ id: 'system:192.0.2.53', kind: 'system', label: 'ns1', server }],
  answers: NASTY.map((raw, index) => ({
    vantage: 'system:192.0.2.53',
    answer: {
      ...{ question: { name: 'contoso.com', type: 'TXT' }, outcome: 'answer', server, transport: 'udp' },
      records: Array.from({ length: index }, () => ({ name: raw, type: 'TXT', ttl: 60, value: raw })),
      flags: { aa: false, ad: false, ra: true, tc: false },
      ...{ rcode: 'NOERROR', raw, at: START, elapsedMs: index / 3 },
    },
  })),
  notes: NASTY,
};

const stored = async (): Promise<{ store: RunStore; path: string; text: string; file: StoredRunFile }> => {
  const dir = await freshFolder();
  const store = new RunStore({ dir, newId: counter('run-'), appVersion: '0.1.0' });
  const file = await store.save('contoso', { kind: 'check', name: '', operator: 'op1' }, draft);
  const path = join(dir, 'dns-runs', 'contoso', 'run-0001.json');
  return { store, path, text: await readFile(path, 'utf8'), file };
};

const reversed = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(reversed);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .toReversed()
      .map(([key, item]) => [key, reversed(item)]),
  );
};

it('is the text that JSON.stringify makes in one go', async () => {
  const { text, file } = await stored();
  expect(text).toBe(`${JSON.stringify(file, null, 2)}\n`);
});

it.each<[string, (json: unknown, text: string) => string]>([
  ['as it was written', (_, text) => text],
  ['with a byte order mark', (_, text) => `\uFEFF${text}`],
  ['on one line', (json) => JSON.stringify(json)],
  ['with other indentation', (json) => JSON.stringify(json, null, 6)],
  ['with Windows line ends', (_, text) => text.replaceAll('\n', '\r\n')],
  ['with every key in another place', (json) => JSON.stringify(reversed(json), null, 2)],
])('is proved by its hash %s', async (_what, change) => {
  const { store, path, text, file } = await stored();
  await writeFile(path, change(JSON.parse(text), text));
  expect(await store.get('contoso', 'run-0001')).toEqual(file);
});

const damaged = (why: string): AppError => new AppError('store-damaged', why);
const items = (...texts: readonly string[]): string =>
  `{\n  "run": {\n    "answers": [\n${texts.map((text) => `      ${text}`).join(',\n')}\n    ]\n  }\n}`;

it.each([
  items('{\n      }'),
  items('{\n        "a": 1\n      }', '{\n        "b": [\n        ]\n      }'),
  items('{\n      }').replace('run', 'other'),
  items('{\n      }').replace('  }\n}', '  , "answers": [2]\n  }\n}'),
  items('{\n      }').replace('  }\n}', '  },\n  "run": {\n    "answers": 5\n  }\n}'),
  items('1', '{\n      }'),
  items('{\n      }', '[\n      ]'),
])('reads what JSON.parse reads (%#)', async (text) => {
  expect(await parseRunText(Buffer.from(text), damaged)).toEqual(JSON.parse(text));
});

it.each([
  items('{\n      }').slice(0, -1),
  items('{\n      }', ''),
  items('{\n        "a": 1\n      },\n      {\n      }').replace('"a": 1', '"a": 1,'),
  `${items('{\n      }')}}`,
  items('{\n        "raw": "\n      },\n      {"\n      }'),
])('refuses what JSON.parse refuses (%#)', async (text) => {
  expect(() => void JSON.parse(text)).toThrow();
  await expect(parseRunText(Buffer.from(text), damaged)).rejects.toMatchObject({ code: 'store-damaged' });
});

it('refuses an answer that is not UTF-8', async () => {
  const bytes = Buffer.from(items('{\n        "a": "é"\n      }'));
  bytes[bytes.indexOf('é')] = 0x22;
  await expect(parseRunText(bytes, damaged)).rejects.toMatchObject({ code: 'store-damaged' });
});
