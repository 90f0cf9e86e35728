/** Pasted and collected evidence through its channels, over real stores. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { dnsOutsideHandlers } from '../../../electron/ipc/handlers/dns-outside.ts';
import { RunStore } from '../../../electron/store/run-store.ts';
import { SettingsStore } from '../../../electron/store/settings-store.ts';
import { contosoDomain, contosoProfile } from '../../fixtures/customer.ts';
import { freshFolder, openStore } from '../store/support.ts';

const NOW = new Date('2026-12-06T08:00:00.000Z');
const call = { emit: () => undefined };

const open = async () => {
  const dir = await freshFolder();
  const clock = (): Date => NOW;
  const customers = openStore(dir);
  const { data, revision } = await customers.create('Contoso');
  await customers.saveProfile(data.id, revision, contosoProfile({ domains: [contosoDomain('contoso.com')] }));
  const settings = new SettingsStore({ dir, clock });
  await settings.set({ operator: 'op1' });
  const storedRuns = new RunStore({ dir, newId: () => crypto.randomUUID(), appVersion: '0.1.0' });
  const file = join(dir, 'chosen.json');
  const desktop = {
    info: { version: '0.1.0', platform: 'linux', dataDir: dir, electron: '' },
    chooseFile: () => Promise.resolve(file),
    saveFile: () => Promise.resolve(file),
    chooseFolder: () => Promise.resolve(null),
    reveal: () => undefined,
    writeClipboard: () => Promise.resolve(),
    setTheme: () => undefined,
  };
  const handlers = dnsOutsideHandlers({ clock, customers, desktop, settings, storedRuns });
  return { id: data.id, customers, storedRuns, handlers, file };
};

it('keeps pasted answers with their operator and logs what they prove', async () => {
  const { id, customers, storedRuns, handlers } = await open();
  const text = `$ dig +noall +answer @192.0.2.53 contoso.com MX
contoso.com.  3600  IN  MX  10 wrong.example.
what is this
`;
  const { kept, unread } = await handlers['dns.paste']({ id, text, name: 'From the phone' }, call);
  expect(unread).toMatchObject([{ line: 3, text: 'what is this' }]);
  expect(kept?.run).toMatchObject({
    kind: 'pasted',
    operator: 'op1',
    name: 'From the phone',
    domains: ['contoso.com'],
  });
  expect(kept?.entries.length).toBeGreaterThan(0);
  const { data } = await customers.get(id);
  expect(data.log.at(-1)?.entry).toMatchObject({
    kind: 'evidence',
    evidence: {
      verdict: 'differing',
      run: { id: kept?.run.id, sha256: kept?.run.sha256 },
      answer: { transport: 'pasted' },
    },
  });
  const { run } = await storedRuns.get(id, kept?.run.id ?? '');
  expect(run.answers[0]?.answer.at).toBe(NOW.toISOString());
});

it('keeps nothing of a text without answers', async () => {
  const { id, handlers } = await open();
  const { kept, unread } = await handlers['dns.paste']({ id, text: 'hello\n', name: '' }, call);
  expect(kept).toBeNull();
  expect(unread).toHaveLength(1);
});

it('saves the script, imports the file with its hash, and refuses another file with a code', async () => {
  const { id, handlers, file, storedRuns } = await open();
  expect(await handlers['dns.saveCollector']({ id, form: 'powershell' }, call)).toEqual({ path: file });
  expect(await readFile(file, 'utf8')).toContain('MX contoso.com');
  await expect(handlers['dns.importCollected']({ id }, call)).rejects.toMatchObject({ code: 'bad-input' });
  const entry = {
    name: 'contoso.com',
    type: 'TXT',
    server: '',
    tool: 'Resolve-DnsName',
    at: '2026-12-06T07:00:00Z',
    text: '[{"Name":"contoso.com","Type":16,"TTL":300,"Section":1,"Strings":["v=spf1 -all"]}]',
  };
  const times = { startedAt: '2026-12-06T07:00:00Z', endedAt: '2026-12-06T07:00:01Z' };
  const head = { format: 'mailflow-runbook/dns-collected', version: 1, domains: ['contoso.com'] };
  const others = { ...head, domains: ['fabrikam.example'] };
  await writeFile(file, JSON.stringify({ ...others, ...times, entries: [entry] }));
  await expect(handlers['dns.importCollected']({ id }, call)).rejects.toThrow(
    'is about fabrikam.example, which is not a domain of this customer',
  );
  expect((await storedRuns.list(id)).runs).toEqual([]);

  await writeFile(file, JSON.stringify({ ...head, ...times, entries: [entry] }));
  const imported = await handlers['dns.importCollected']({ id }, call);
  expect(imported?.run).toMatchObject({
    kind: 'collected',
    operator: 'op1',
    source: { file: 'chosen.json' },
  });
  expect(imported?.run.source?.sha256).toMatch(/^[0-9a-f]{64}$/u);
});
