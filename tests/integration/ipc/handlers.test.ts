/** The real handlers over a real store; the desktop and the network are played by the test. */
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createHandle } from '../../../electron/ipc/handle.ts';
import { createHandlers } from '../../../electron/ipc/handlers/index.ts';
import type { DnsService, Exporter, Snapshots } from '../../../electron/ipc/services.ts';
import { BulkService } from '../../../electron/dns/bulk-service.ts';
import { WatchService } from '../../../electron/dns/watch-service.ts';
import { CustomerStore } from '../../../electron/store/customer-store.ts';
import { RunStore } from '../../../electron/store/run-store.ts';
import { Serial } from '../../../electron/store/serial.ts';
import { SettingsStore } from '../../../electron/store/settings-store.ts';
import { CONTRACT } from '../../../shared/ipc/contract.ts';
import type { Channel, Input, Output } from '../../../shared/ipc/contract.ts';
import { AppError } from '../../../shared/result.ts';
import type { Result } from '../../../shared/result.ts';
import { blockListOf } from '../../../shared/dns/block-lists.ts';
import { contosoDomain, contosoProfile } from '../../fixtures/customer.ts';
import { RUNBOOK_CHECKS } from '../../../shared/dns/sources.ts';
import type { RunDraft } from '../../../shared/dns/stored-run.ts';
import type { DnsLookup } from '../../../shared/dns/types.ts';
import type { Vantage } from '../../../shared/dns/vantage.ts';
import { emptyDomain } from '../../../shared/profile/empty.ts';
import { profileSchema } from '../../../shared/profile/schema.ts';
import { stepById } from '../../../shared/runbook/catalogue/index.ts';
import { foldRun } from '../../../shared/runbook/fold.ts';
import type { DnsEvidence } from '../../../shared/runbook/log.ts';
import { stepStatus } from '../../../shared/runbook/status.ts';

const NOW = new Date(2026, 10, 24, 21, 5);

const evidence: DnsEvidence = {
  kind: 'dns',
  check: 'mx-planned',
  domain: 'contoso.com',
  verdict: 'differing',
  summary: 'The MX is another one.',
  expected: ['10 mx1.filter.example'],
  found: ['10 mail.contoso.com'],
  answer: {
    question: { name: 'contoso.com', type: 'MX' },
    outcome: 'answer',
    records: [{ name: 'contoso.com', type: 'MX', ttl: 300, value: '10 mail.contoso.com' }],
    server: { address: '192.0.2.53', port: 53, label: '192.0.2.53' },
    transport: 'udp',
    flags: { aa: true, ad: false, ra: false, tc: false },
    rcode: 'NOERROR',
    raw: '',
    at: '2026-11-24T20:00:00.000Z',
    elapsedMs: 1,
  },
};

const place: Vantage = {
  id: 'public:198.51.100.53',
  kind: 'public',
  label: 'Resolver',
  server: { address: '198.51.100.53', port: 53, label: 'Resolver' },
};
const draftAt = (vantages: readonly Vantage[]): RunDraft => ({
  startedAt: NOW.toISOString(),
  endedAt: NOW.toISOString(),
  domains: ['contoso.com'],
  vantages: [...vantages],
  answers: vantages.slice(0, 1).map(({ id }) => ({ vantage: id, answer: evidence.answer })),
  notes: [],
});

const dnsThatFinds: DnsService = {
  systemServers: () => [],
  check: (_customer, _request, { onProgress }) => {
    onProgress(1, 1, 'contoso.com MX');
    return Promise.resolve({
      evidence: [{ stepId: 'DNS-05', evidence }],
      run: draftAt([place]),
      offline: false,
    });
  },
};
/** One answer of the first place that it is told to ask. */
const snapshotsThatFind: Snapshots = {
  take: ({ vantages }, { onProgress }) => {
    onProgress(1, 1, 'contoso.com MX');
    return Promise.resolve({ draft: draftAt(vantages), offline: vantages.length === 0 });
  },
};
/** Runs until it is cancelled. */
const untilCancelled = (signal: AbortSignal): Promise<never> =>
  new Promise((_resolve, reject) => {
    signal.addEventListener('abort', () => reject(new AppError('cancelled', 'Cancelled.')));
  });
/** A look-up that brings nothing before it is stopped. */
const untilStopped: DnsLookup['lookup'] = (_question, { signal } = {}) =>
  new Promise((resolve) => {
    signal?.addEventListener('abort', () => resolve({ ...evidence.answer, outcome: 'cancelled' }));
  });
/** Makes the folder, as the real one does, with one file in it. */
const exporterThatWrites: Exporter = {
  run: async (file, folder) => {
    await mkdir(folder);
    await writeFile(join(folder, 'name.txt'), file.data.profile.customerName);
    return { folder, files: [], elapsedMs: 1 };
  },
};

interface App {
  readonly dir: string;
  readonly invoke: <C extends Channel>(channel: C, input: Input<C>) => Promise<Result<Output<C>>>;
  readonly events: unknown[];
  readonly revealed: string[];
  /** What the next dialogs give. */
  readonly chosen: { file: string | null; folder: string | null };
}

const startApp = async (
  parts: { dns?: DnsService; snapshots?: Snapshots; exporter?: Exporter; clock?: () => Date } = {},
): Promise<App> => {
  const dir = await mkdtemp(join(tmpdir(), 'mailflow-app-'));
  onTestFinished(() => rm(dir, { recursive: true, force: true }));
  const [events, revealed]: [unknown[], string[]] = [[], []];
  const chosen: App['chosen'] = { file: null, folder: null };
  let made = 0;
  const newId = (): string => `id-${(made += 1)}`;
  const clock = parts.clock ?? ((): Date => NOW);
  const serial = new Serial();
  const handlers = createHandlers({
    customers: new CustomerStore({ dir, clock, newId, serial, appVersion: '0.1.0' }),
    settings: new SettingsStore({ dir, clock }),
    dns: parts.dns ?? dnsThatFinds,
    snapshots: parts.snapshots ?? snapshotsThatFind,
    storedRuns: new RunStore({ dir, newId, serial, appVersion: '0.1.0' }),
    watches: new WatchService({ lookup: { lookup: untilStopped }, sources: RUNBOOK_CHECKS }),
    bulk: new BulkService({
      lookup: { lookup: untilStopped },
      sources: RUNBOOK_CHECKS,
      systemServers: () => [],
    }),
    exporter: parts.exporter ?? exporterThatWrites,
    desktop: {
      info: { version: '0.1.0', platform: 'linux', dataDir: dir, electron: '45' },
      chooseFile: () => Promise.resolve(chosen.file),
      saveFile: () => Promise.resolve(chosen.file),
      chooseFolder: () => Promise.resolve(chosen.folder),
      reveal: (path) => revealed.push(path),
      writeClipboard: () => Promise.resolve(),
      setTheme: () => undefined,
    },
    clock,
    newId,
  });
  const handle = createHandle(handlers, {
    checkOutput: true,
    log: (text) => {
      throw new Error(text);
    },
  });
  const call = { emit: (event: string, data: unknown) => events.push({ event, data }) };
  const frame = { url: 'app://mailflow/index.html', parent: null };
  const invoke = async <C extends Channel>(channel: C, input: Input<C>): Promise<Result<Output<C>>> => {
    expect(Object.keys(handlers)).toContain(channel);
    return (await handle(channel, { frame, windowKnown: true, input, call })) as Result<Output<C>>;
  };
  return { dir, invoke, events, revealed, chosen };
};

const value = async <T>(result: Promise<Result<T>>): Promise<T> => {
  const settled = await result;
  if (settled.ok) return settled.value;
  throw new Error(`${settled.error.code}: ${settled.error.message}`);
};

it('has exactly one handler for each channel of the contract', () => {
  const handlers = createHandlers({} as Parameters<typeof createHandlers>[0]);
  expect(Object.keys(handlers).sort()).toEqual(Object.keys(CONTRACT).sort());
});

describe('customers', () => {
  it('go from creation to the trash and back', async () => {
    const { invoke } = await startApp();
    const made = await value(invoke('customers.create', { customerName: 'Contoso AG' }));
    const { id } = made.data;
    const profile = { ...made.data.profile, siteName: 'Head office' };
    const saved = await value(invoke('customers.saveProfile', { id, revision: 1, profile }));
    expect(saved).toMatchObject({ revision: 2, changedAt: { siteName: NOW.toISOString() } });
    await value(invoke('customers.remove', { id }));
    expect((await value(invoke('customers.list', undefined))).customers).toEqual([]);
    expect((await value(invoke('customers.restore', { id }))).data.profile.siteName).toBe('Head office');
  });

  it('are imported from the chosen file, or not at all', async () => {
    const { dir, invoke, chosen } = await startApp();
    expect(await value(invoke('customers.import', undefined))).toBeNull();
    chosen.file = 'examples/contoso.json';
    expect((await value(invoke('customers.import', undefined)))?.data.id).toBe('contoso');
    chosen.file = join(dir, 'missing.json');
    expect(await invoke('customers.import', undefined)).toMatchObject({
      ok: false,
      error: { code: 'not-found' },
    });
  });
});

describe('the log', () => {
  it('carries the name from the settings, and takes nothing without one', async () => {
    const { invoke } = await startApp();
    const { id } = (await value(invoke('customers.create', { customerName: 'Contoso AG' }))).data;
    const entry = { kind: 'note', stepId: 'DNS-01', text: 'TTL lowered' } as const;
    const refused = await invoke('customers.appendLog', { id, entries: [entry] });
    expect(refused).toMatchObject({ ok: false, error: { code: 'bad-input' } });
    await value(invoke('settings.set', { operator: 'op1' }));
    const { entries, revision } = await value(invoke('customers.appendLog', { id, entries: [entry] }));
    expect(entries).toMatchObject([{ operator: 'op1', at: NOW.toISOString(), entry }]);
    expect(revision).toBe(2);
  });
});

describe('a DNS check', () => {
  it('puts its evidence into the log, reports progress and counts the verdicts', async () => {
    const { invoke, events } = await startApp();
    await value(invoke('settings.set', { operator: 'op1' }));
    const { id } = (await value(invoke('customers.create', { customerName: 'Contoso AG' }))).data;
    const run = await value(
      invoke('dns.check', {
        id,
        runId: 'r1',
        stepIds: [],
        domains: [],
        server: '192.0.2.53',
        nonePublished: [],
      }),
    );
    expect(run).toMatchObject({ matching: 0, differing: 1, unanswered: 0, offline: false, revision: 2 });
    const { data } = await value(invoke('customers.get', { id }));
    expect(data.log).toEqual(run.entries);
    const stored = { id: run.run?.id, sha256: run.run?.sha256 };
    expect(data.log[0]?.entry).toEqual({
      kind: 'evidence',
      stepId: 'DNS-05',
      evidence: { ...evidence, run: stored, asOf: NOW.toISOString() },
    });
    const progress = { runId: 'r1', done: 1, total: 1, label: 'contoso.com MX' };
    expect(events).toEqual([{ event: 'dns.progress', data: progress }]);
  });

  it('that reached no server, or was stopped, leaves what was proved before', async () => {
    let next: Partial<Awaited<ReturnType<DnsService['check']>>> = {};
    const check: DnsService['check'] = async (...input) => ({
      ...(await dnsThatFinds.check(...input)),
      ...next,
    });
    const { invoke } = await startApp({ dns: { ...dnsThatFinds, check } });
    await value(invoke('settings.set', { operator: 'op1' }));
    const { id } = (await value(invoke('customers.create', { customerName: 'Contoso AG' }))).data;
    const input = { id, stepIds: [], domains: [], server: '192.0.2.53', nonePublished: [] };
    const first = await value(invoke('dns.check', { ...input, runId: 'r1' }));
    const of = (outcome: 'offline' | 'cancelled') => ({
      ...evidence,
      verdict: 'unanswered' as const,
      answer: { ...evidence.answer, outcome },
    });
    next = { offline: true, evidence: [{ stepId: 'DNS-05', evidence: of('offline') }] };
    expect(await value(invoke('dns.check', { ...input, runId: 'r2' }))).toMatchObject({
      offline: true,
      unanswered: 1,
      entries: [],
      run: null,
    });
    next = { evidence: [{ stepId: 'DNS-05', evidence: of('cancelled') }] };
    expect(await value(invoke('dns.check', { ...input, runId: 'r3' }))).toMatchObject({
      unanswered: 0,
      entries: [],
      run: null,
    });
    const { data } = await value(invoke('customers.get', { id }));
    expect(data.log).toEqual(first.entries);
    expect((await value(invoke('dns.runs', { id }))).runs).toEqual([first.run]);
  });

  it('is stale where the profile changed while it was going on', async () => {
    const asked = Promise.withResolvers<undefined>();
    const answered = Promise.withResolvers<undefined>();
    const check: DnsService['check'] = async (...input) => {
      asked.resolve(undefined);
      await answered.promise;
      return { ...(await dnsThatFinds.check(...input)), evidence: [{ stepId: 'VER-10', evidence }] };
    };
    let time = NOW.getTime();
    const { invoke } = await startApp({
      dns: { ...dnsThatFinds, check },
      clock: () => new Date((time += 1000)),
    });
    await value(invoke('settings.set', { operator: 'op1' }));
    const made = await value(invoke('customers.create', { customerName: 'Contoso AG' }));
    const { id } = made.data;
    const domains = [emptyDomain('contoso.com', 'primary')];
    const profile = { ...made.data.profile, domains };
    await value(invoke('customers.saveProfile', { id, revision: 1, profile }));
    const run = invoke('dns.check', { id, runId: 'r1', stepIds: [], domains: [], server: '' });
    await asked.promise;
    const edited = { ...profile, domains: [{ ...domains[0], eopHost: 'contoso-com.mail.example' }] };
    await value(invoke('customers.saveProfile', { id, revision: 2, profile: profileSchema.parse(edited) }));
    answered.resolve(undefined);
    await value(run);
    const { data } = await value(invoke('customers.get', { id }));
    const step = stepById('VER-10') ?? expect.fail();
    expect(stepStatus(step, data, foldRun(data.log)).stale).toMatchObject({
      kind: 'dns',
      domain: 'contoso.com',
    });
  });

  it('ends when its customer is deleted, and what it heard goes along', async () => {
    const started = Promise.withResolvers<undefined>();
    const check: DnsService['check'] = (customer, request, hooks) => {
      started.resolve(undefined);
      return untilCancelled(hooks.signal).catch(() => dnsThatFinds.check(customer, request, hooks));
    };
    const { dir, invoke } = await startApp({ dns: { ...dnsThatFinds, check } });
    await value(invoke('settings.set', { operator: 'op1' }));
    const { id } = (await value(invoke('customers.create', { customerName: 'Contoso AG' }))).data;
    const run = invoke('dns.check', { id, runId: 'r1', stepIds: [], domains: [], server: '' });
    await started.promise;
    await value(invoke('customers.remove', { id }));
    expect((await value(run)).run?.customerId).toBe(id);
    expect(await readdir(join(dir, 'dns-runs'))).toEqual([]);
    expect((await value(invoke('customers.restore', { id }))).data.log).toHaveLength(1);
    expect((await value(invoke('dns.runs', { id }))).runs).toHaveLength(1);
  });

  it('keeps what it asked as a run that can be read again', async () => {
    const { invoke } = await startApp();
    await value(invoke('settings.set', { operator: 'op1' }));
    const { id } = (await value(invoke('customers.create', { customerName: 'Contoso AG' }))).data;
    const input = { id, stepIds: [], domains: [], server: '192.0.2.53', nonePublished: [] };
    const { run } = await value(invoke('dns.check', { ...input, runId: 'r1' }));
    const about = { kind: 'check', name: '', operator: 'op1', domains: ['contoso.com'], answerCount: 1 };
    expect(run).toMatchObject(about);
    expect(await value(invoke('dns.runs', { id }))).toEqual({ runs: [run], unreadable: [] });
    const read = await value(invoke('dns.run', { id, storedId: run?.id ?? '' }));
    expect(read).toMatchObject({ vantages: [place], answerCount: 1 });
    const part = { id, storedId: run?.id ?? '', from: 0 };
    expect(await value(invoke('dns.runAnswers', part))).toEqual({
      answers: [{ vantage: place.id, answer: evidence.answer }],
      next: null,
    });
    expect(await invoke('dns.run', { id, storedId: 'other-run' })).toMatchObject({
      ok: false,
      error: { code: 'not-found' },
    });
  });

  it('is read in parts that are small enough for one message', async () => {
    const answers = Array.from({ length: 450 }, (_, index) => ({
      vantage: place.id,
      answer: { ...evidence.answer, raw: 'x'.repeat(index < 5 ? 200_000 : 10), elapsedMs: index },
    }));
    const check: DnsService['check'] = () =>
      Promise.resolve({
        evidence: [{ stepId: 'DNS-05', evidence }],
        run: { ...draftAt([place]), answers },
        offline: false,
      });
    const { invoke } = await startApp({ dns: { ...dnsThatFinds, check } });
    await value(invoke('settings.set', { operator: 'op1' }));
    const { id } = (await value(invoke('customers.create', { customerName: 'Contoso AG' }))).data;
    const { run } = await value(
      invoke('dns.check', { id, stepIds: [], domains: [], server: '', runId: 'r1' }),
    );
    const storedId = run?.id ?? '';
    expect(await value(invoke('dns.run', { id, storedId }))).toMatchObject({ answerCount: 450 });
    const read: Array<Output<'dns.runAnswers'>> = [];
    for (let from: number | null = 0; from !== null; from = read.at(-1)?.next ?? null)
      read.push(await value(invoke('dns.runAnswers', { id, storedId, from })));
    expect(read.map((part) => part.answers.length)).toEqual([3, 200, 200, 47]);
    expect(read.flatMap((part) => part.answers)).toEqual(answers);
    // A part that is asked for later is read anew.
    expect((await value(invoke('dns.runAnswers', { id, storedId, from: 449 }))).answers).toHaveLength(1);
  });

  it('can be cancelled, and leaves the log as it was', async () => {
    const started = Promise.withResolvers<undefined>();
    const check: DnsService['check'] = (_customer, _request, { signal }) => {
      started.resolve(undefined);
      return untilCancelled(signal);
    };
    const { invoke } = await startApp({ dns: { ...dnsThatFinds, check } });
    const { id } = (await value(invoke('customers.create', { customerName: 'Contoso AG' }))).data;
    const input = { id, runId: 'r1', stepIds: [], domains: [], server: '', nonePublished: [] };
    const run = invoke('dns.check', input);
    await started.promise;
    expect(await invoke('dns.check', input)).toMatchObject({ ok: false, error: { code: 'bad-input' } });
    await value(invoke('dns.cancel', { runId: 'r1' }));
    expect(await run).toMatchObject({ ok: false, error: { code: 'cancelled' } });
    expect((await value(invoke('customers.get', { id }))).data.log).toEqual([]);
    await value(invoke('dns.cancel', { runId: 'never started' }));
  });
});

describe('a check', () => {
  it('asks the block lists that are switched on in the settings', async () => {
    const asked: unknown[] = [];
    const check: DnsService['check'] = (customer, request, hooks) => {
      asked.push(request.blockLists);
      return dnsThatFinds.check(customer, request, hooks);
    };
    const { invoke } = await startApp({ dns: { ...dnsThatFinds, check } });
    const [on, off] = [blockListOf('bl.example'), { ...blockListOf('other.example'), asked: false }];
    await value(invoke('settings.set', { operator: 'op1', blockLists: [off, on] }));
    const { id } = (await value(invoke('customers.create', { customerName: 'Contoso AG' }))).data;
    await value(invoke('dns.check', { id, runId: 'r1', stepIds: ['VER-09'], domains: [], server: '' }));
    expect(asked).toEqual([[on]]);
  });

  it.each([
    ['a zone that is no name', [{ ...blockListOf('bl.example'), zone: 'two words' }]],
    ['a zone twice', [blockListOf('bl.example'), blockListOf('bl.example')]],
  ])('refuses block lists with %s', async (_, blockLists) => {
    const { invoke } = await startApp();
    const refused = await invoke('settings.set', { blockLists });
    expect(refused).toMatchObject({ ok: false, error: { code: 'bad-input' } });
  });
});

describe('a snapshot', () => {
  const resolver = { server: { address: '198.51.100.53', port: 53, label: 'Resolver' }, asked: true };
  const input = {
    runId: 'r1',
    name: 'Before',
    domains: [],
    authoritative: true,
    probe: false,
    vantageIds: [],
  };

  it('asks at the places that are switched on, and keeps the answers under its name', async () => {
    const { invoke, events } = await startApp();
    await value(invoke('settings.set', { operator: 'op1', publicResolvers: [resolver] }));
    const { id } = (await value(invoke('customers.create', { customerName: 'Contoso AG' }))).data;
    expect(await value(invoke('dns.vantages', { id }))).toEqual([place]);
    const { run, offline } = await value(invoke('dns.snapshot', { ...input, id }));
    expect(offline).toBe(false);
    expect(run).toMatchObject({ kind: 'snapshot', name: 'Before', operator: 'op1', vantages: [place] });
    expect(events).toHaveLength(1);
    await value(invoke('settings.set', { publicResolvers: [{ ...resolver, asked: false }] }));
    expect(await value(invoke('dns.vantages', { id }))).toEqual([]);
    const off = await invoke('dns.snapshot', { ...input, id, vantageIds: [place.id] });
    expect(off).toMatchObject({ ok: false, error: { code: 'not-found' } });
  });

  it('keeps nothing when nobody could be reached', async () => {
    const { invoke } = await startApp();
    await value(invoke('settings.set', { operator: 'op1', publicResolvers: [] }));
    const { id } = (await value(invoke('customers.create', { customerName: 'Contoso AG' }))).data;
    expect(await value(invoke('dns.snapshot', { ...input, id }))).toEqual({ run: null, offline: true });
    expect(await value(invoke('dns.runs', { id }))).toEqual({ runs: [], unreadable: [] });
  });
});

describe('an export', () => {
  it('goes into a new folder below the chosen one each time', async () => {
    const { dir, invoke, chosen, revealed } = await startApp();
    const { id } = (await value(invoke('customers.create', { customerName: 'Café Contoso & Söhne' }))).data;
    expect(await value(invoke('export.chooseFolder', undefined))).toBeNull();
    chosen.folder = join(dir, 'out');
    await mkdir(chosen.folder);
    const choice = await value(invoke('export.chooseFolder', undefined));
    const token = choice?.token ?? '';
    for (const runId of ['r1', 'r2']) await value(invoke('export.run', { id, token, runId, heldBack: [] }));
    const first = 'cafe-contoso-sohne-runbook-20261124-2105';
    expect((await readdir(chosen.folder)).sort()).toEqual([first, `${first}-2`]);
    expect(await readFile(join(chosen.folder, first, 'name.txt'), 'utf8')).toBe('Café Contoso & Söhne');
    await value(invoke('export.reveal', { token }));
    expect(revealed).toEqual([join(chosen.folder, `${first}-2`)]);
  });

  it('plans no SPF for the domains that the page holds back, and for those alone', async () => {
    const planned: Array<ReadonlyArray<string | null>> = [];
    const exporter: Exporter = {
      run: (_file, folder, options) => {
        planned.push(options.planned.records.map(({ spf }) => spf.planned.record));
        return Promise.resolve({ folder, files: [], elapsedMs: 1 });
      },
    };
    const { dir, invoke, chosen } = await startApp({ exporter });
    const { data, revision } = await value(invoke('customers.create', { customerName: 'Contoso AG' }));
    const domains = [contosoDomain(), contosoDomain('shop.example')];
    await value(
      invoke('customers.saveProfile', { id: data.id, revision, profile: contosoProfile({ domains }) }),
    );
    chosen.folder = dir;
    const token = (await value(invoke('export.chooseFolder', undefined)))?.token ?? '';
    for (const heldBack of [['contoso.com'], []])
      await value(invoke('export.run', { id: data.id, token, runId: 'r1', heldBack }));
    const spf = expect.stringMatching(/^v=spf1 /u) as string;
    expect(planned).toEqual([
      [null, spf],
      [spf, spf],
    ]);
  });

  it('needs a folder that the person chose', async () => {
    const { invoke, revealed } = await startApp();
    const { id } = (await value(invoke('customers.create', { customerName: '' }))).data;
    const refused = { ok: false, error: { code: 'not-found' } };
    expect(await invoke('export.run', { id, token: '/tmp', runId: 'r1', heldBack: [] })).toMatchObject(
      refused,
    );
    expect(await invoke('export.reveal', { token: '/tmp' })).toMatchObject(refused);
    expect(revealed).toEqual([]);
  });
});

it('tells at the start that damaged settings were set aside', async () => {
  const { dir, invoke } = await startApp();
  await writeFile(join(dir, 'settings.json'), '{');
  const { notices } = await value(invoke('app.info', undefined));
  expect(notices).toHaveLength(1);
  expect(notices[0]).toContain('settings.corrupt-');
});
