/** Pasted and collected evidence through its channels, over real stores. */
import { createHash } from 'node:crypto';
import { readFile, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
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
  const choice = { path: file };
  const desktop = {
    info: { version: '0.1.0', platform: 'linux', dataDir: dir, electron: '' },
    chooseFile: () => Promise.resolve(choice.path),
    saveFile: () => Promise.resolve(file),
    chooseFolder: () => Promise.resolve(null),
    reveal: () => undefined,
    writeClipboard: () => Promise.resolve(),
    setTheme: () => undefined,
  };
  const handlers = dnsOutsideHandlers({ clock, customers, desktop, settings, storedRuns });
  return { id: data.id, customers, storedRuns, handlers, file, choice };
};

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
const collectedText = JSON.stringify({ ...head, ...times, entries: [entry] });

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
  const others = { ...head, domains: ['fabrikam.example'] };
  await writeFile(file, JSON.stringify({ ...others, ...times, entries: [entry] }));
  await expect(handlers['dns.importCollected']({ id }, call)).rejects.toThrow(
    'is about fabrikam.example, which is not a domain of this customer',
  );
  expect((await storedRuns.list(id)).runs).toEqual([]);

  await writeFile(file, collectedText);
  const imported = await handlers['dns.importCollected']({ id }, call);
  expect(imported?.run).toMatchObject({
    kind: 'collected',
    operator: 'op1',
    source: { file: 'chosen.json' },
  });
  expect(imported?.run.source?.sha256).toMatch(/^[0-9a-f]{64}$/u);

  // The same file again would be the same evidence twice.
  await expect(handlers['dns.importCollected']({ id }, call)).rejects.toMatchObject({
    code: 'collected-again',
    message: expect.stringContaining('was imported before') as string,
  });
  expect((await storedRuns.list(id)).runs).toHaveLength(1);
});

describe('a file from another computer', () => {
  it.each([
    ['UTF-8 with a mark', Buffer.from(`\ufeff${collectedText}`)],
    ['UTF-16, as PowerShell 5.1 writes it', Buffer.from(`\ufeff${collectedText}`, 'utf16le')],
    ['UTF-16 with the high octet first', Buffer.from(`\ufeff${collectedText}`, 'utf16le').swap16()],
  ])('is read in %s, and its hash is that of its octets', async (_encoding, bytes) => {
    const { id, handlers, file } = await open();
    await writeFile(file, bytes);
    const imported = await handlers['dns.importCollected']({ id }, call);
    expect(imported?.run).toMatchObject({
      answerCount: 1,
      source: { file: 'chosen.json', sha256: createHash('sha256').update(bytes).digest('hex') },
    });
  });

  it('is refused with a code when it is a device, too large or in another encoding', async () => {
    const { id, handlers, file, choice, storedRuns } = await open();
    const refused = async (code: string, words: string) => {
      const importing = handlers['dns.importCollected']({ id }, call);
      await expect(importing).rejects.toMatchObject({
        code,
        message: expect.stringContaining(words) as string,
      });
    };
    await writeFile(file, Buffer.from(collectedText.replace('Section', 'S\u00e9ction'), 'latin1'));
    await refused('bad-input', 'neither UTF-8 nor UTF-16');
    await truncate(file, 65 * 1024 * 1024);
    await refused('bad-input', 'is larger than 64 MB');
    choice.path = '/dev/zero';
    await refused('bad-input', 'is no plain file');
    expect((await storedRuns.list(id)).runs).toEqual([]);
  });
});

describe('a run that was kept on another computer', () => {
  const answer = {
    question: { name: 'contoso.com', type: 'MX' as const },
    outcome: 'answer' as const,
    records: [{ name: 'contoso.com', type: 'MX' as const, ttl: 300, value: '10 mail.contoso.com' }],
    server: { address: '192.0.2.53', port: 53, label: 'dc1' },
    transport: 'udp' as const,
    flags: { aa: true, ad: false, ra: false, tc: false },
    rcode: 'NOERROR',
    raw: '10 mail.contoso.com',
    at: '2026-12-06T07:00:00.500Z',
    elapsedMs: 4,
  };
  const draft = {
    startedAt: '2026-12-06T07:00:00.000Z',
    endedAt: '2026-12-06T07:10:00.000Z',
    domains: ['Contoso.com', 'fabrikam.example'],
    vantages: [{ id: 'system:dc1', kind: 'system' as const, label: 'dc1', server: answer.server }],
    answers: [{ vantage: 'system:dc1', answer }],
    notes: ['Stopped.'],
  };

  const opened = async (changes: Partial<typeof draft> = {}) => {
    const all = await open();
    const title = { kind: 'snapshot', name: 'before', operator: 'op2' } as const;
    const { file: run, text } = await all.storedRuns.document('elsewhere', title, { ...draft, ...changes });
    await writeFile(all.file, text);
    return { ...all, run, text: Buffer.concat(text) };
  };

  it('is kept as what it is, with its answers, and says where it came from', async () => {
    const { id, handlers, storedRuns, run, text } = await opened();
    const imported = await handlers['dns.importCollected']({ id }, call);
    expect(imported?.run).toMatchObject({
      kind: 'snapshot',
      name: 'before',
      operator: 'op1',
      domains: ['contoso.com'],
      endedAt: draft.endedAt,
      source: { file: 'chosen.json', sha256: createHash('sha256').update(text).digest('hex') },
    });
    expect(imported?.entries).toEqual([]);
    const kept = await storedRuns.get(id, imported?.run.id ?? '');
    expect(kept.run.answers).toEqual(draft.answers);
    expect(kept.run.notes).toEqual([
      `Asked by op2 on another computer and imported from chosen.json; the run there is ${run.run.id}, SHA-256 ${run.sha256}.`,
      'Stopped.',
    ]);
  });

  it('is refused when it was changed, is of another customer, or its times can’t be right', async () => {
    const changed = await opened();
    await writeFile(changed.file, changed.text.toString().replaceAll('mail.contoso.com', 'mx1.contoso.com'));
    await expect(changed.handlers['dns.importCollected']({ id: changed.id }, call)).rejects.toMatchObject({
      code: 'store-damaged',
    });
    for (const [code, changes] of [
      ['collected-foreign', { domains: ['fabrikam.example'] }],
      ['collected-times', { endedAt: '2026-12-06T09:00:00.000Z' }],
      ['collected-times', { startedAt: '2026-12-06T07:20:00.000Z' }],
      ['collected-times', { startedAt: '2026-12-06T06:00:00.000Z', endedAt: '2026-12-06T06:30:00.000Z' }],
    ] as const) {
      const { id, handlers, storedRuns } = await opened(changes as Partial<typeof draft>);
      await expect(handlers['dns.importCollected']({ id }, call)).rejects.toMatchObject({ code });
      expect((await storedRuns.list(id)).runs).toEqual([]);
    }
  });
});
