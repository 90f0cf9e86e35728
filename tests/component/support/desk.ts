/**
 * The main process as far as the page needs it, kept in memory: what it is sent and what it answers is checked
 * against the contract, so that a test can't pass on something that the app would refuse.
 */
import { configure } from '@testing-library/svelte';
import type { Bridge } from '../../../shared/ipc/bridge.ts';
import { CONTRACT } from '../../../shared/ipc/contract.ts';
import type { Channel, DnsRun, Input, Output } from '../../../shared/ipc/contract.ts';
import { CHANNEL_NAMES, EVENT_NAMES } from '../../../shared/ipc/names.ts';
import { BLOCK_LISTS } from '../../../shared/dns/block-lists.ts';
import { PUBLIC_RESOLVERS } from '../../../shared/dns/public-resolvers.ts';
import { runHead, runSummary } from '../../../shared/dns/stored-run.ts';
import type { StoredRun } from '../../../shared/dns/stored-run.ts';
import { customerFileSchema } from '../../../shared/customer.ts';
import type { Customer, CustomerFile } from '../../../shared/customer.ts';
import { AppError, fail, ok } from '../../../shared/result.ts';
import type { Result } from '../../../shared/result.ts';
import type { LogEntry, NewLogEntry } from '../../../shared/runbook/log.ts';
import example from '../../../examples/contoso.json' with { type: 'json' };
import { nav } from '../../../renderer/app/nav.svelte.ts';
import { session } from '../../../renderer/app/session.svelte.ts';
import { settings } from '../../../renderer/app/settings.svelte.ts';
import { partOf } from './stored-run.ts';

type Answers = { [C in Channel]?: (input: Input<C>) => Output<C> | Promise<Output<C>> };
// Without a style sheet nothing is hidden, and asking for each element's style takes most of the time.
configure({ defaultHidden: true });
const AT = '2026-11-24T14:02:00.000Z';

export interface Desk {
  file: CustomerFile;
  readonly copied: string[];
  /** The stored runs, newest first. */
  readonly runs: StoredRun[];
  /** Sends an event to the page. */
  readonly emit: (event: string, data: unknown) => void;
  /** Answers a channel from now on. */
  readonly answer: (answers: Answers) => void;
}

/** Parts of the DOM that a page without a layout lacks. */
const withoutLayout = (): void => {
  Object.assign(Element.prototype, { scrollIntoView: () => undefined, scrollTo: () => undefined });
};

const stamped = (log: readonly LogEntry[], entries: readonly NewLogEntry[]): LogEntry[] =>
  entries.map((entry, index) => ({
    id: `new-${String(log.length + index)}`,
    at: AT,
    operator: 'op1',
    entry,
  }));

/** A view stands inside the frame's main landmark, into which its menus open. */
const withinMain = (): void => {
  if (document.querySelector('main') === null) document.body.append(document.createElement('main'));
};

/** Opens the example customer, changed by `change`, with a run without entries unless `keepLog` is set. */
export const openDesk = async (
  change: (customer: Customer) => Customer = (customer) => customer,
  { keepLog = false } = {},
): Promise<Desk> => {
  withoutLayout();
  withinMain();
  // What an earlier test left to be written must not come into this one's document.
  session.drop();
  const read = customerFileSchema.parse(example);
  const data = change(keepLog ? read.data : { ...read.data, log: [], changedAt: {} });
  const listeners = new Map<string, Set<(data: unknown) => void>>();
  const desk: Desk = {
    file: { ...read, data },
    copied: [],
    runs: [],
    emit: (event, payload) => {
      for (const listener of listeners.get(event) ?? []) listener(payload);
    },
    answer: (more) => {
      Object.assign(answers, more);
    },
  };
  const saved = () => ({ revision: desk.file.revision, savedAt: AT, changedAt: desk.file.data.changedAt });
  const put = (next: Partial<Customer>): void => {
    desk.file = { ...desk.file, revision: desk.file.revision + 1, data: { ...desk.file.data, ...next } };
  };
  const storedRun = (storedId: string): StoredRun => {
    const run = desk.runs.find(({ id }) => id === storedId);
    if (run === undefined) throw new AppError('not-found', `There is no stored run ${storedId}.`);
    return run;
  };
  const answers: Answers = {
    'customers.get': () => desk.file,
    'customers.saveProfile': ({ profile }) => {
      put({ profile });
      return saved();
    },
    'customers.appendLog': ({ entries }) => {
      const added = stamped(desk.file.data.log, entries);
      put({ log: [...desk.file.data.log, ...added] });
      return { ...saved(), entries: added };
    },
    'settings.get': () => ({
      theme: 'system',
      operator: 'op1',
      dnsServer: '',
      publicResolvers: PUBLIC_RESOLVERS,
      blockLists: BLOCK_LISTS,
    }),
    'settings.set': ({
      theme = 'system',
      operator = 'op1',
      dnsServer = '',
      publicResolvers = PUBLIC_RESOLVERS,
      blockLists = BLOCK_LISTS,
    }) => ({ theme, operator, dnsServer, publicResolvers, blockLists }),
    'dns.systemServers': () => [{ address: '192.0.2.53', port: 53, label: '192.0.2.53' }],
    'dns.vantages': () => [
      {
        id: 'system:192.0.2.53',
        kind: 'system',
        label: '192.0.2.53',
        server: { address: '192.0.2.53', port: 53, label: '192.0.2.53' },
      },
    ],
    'dns.watches': () => [],
    'dns.runs': () => ({ runs: desk.runs.map((run) => runSummary(run, '0'.repeat(64))), unreadable: [] }),
    'dns.run': ({ storedId }) => runHead(storedRun(storedId)),
    'dns.runAnswers': ({ storedId, from }) => partOf(storedRun(storedId), from),
    'clipboard.write': ({ text }) => {
      desk.copied.push(text);
      return undefined;
    },
  };
  const invoke = async (channel: Channel, input: unknown): Promise<Result<unknown>> => {
    const handler = answers[channel] as ((given: unknown) => unknown) | undefined;
    try {
      if (handler === undefined) throw new AppError('internal', `The test answers no ${channel}.`);
      const output = await handler(CONTRACT[channel].input.parse(input));
      return ok(CONTRACT[channel].output.parse(output));
    } catch (thrown) {
      if (thrown instanceof AppError) return fail(thrown.toData());
      throw thrown;
    }
  };
  const bridge = {
    invoke: Object.fromEntries(CHANNEL_NAMES.map((name) => [name, (input: unknown) => invoke(name, input)])),
    on: Object.fromEntries(
      EVENT_NAMES.map((name) => [
        name,
        (listener: (data: unknown) => void) => {
          const known = listeners.get(name) ?? new Set();
          listeners.set(name, known.add(listener));
          return () => known.delete(listener);
        },
      ]),
    ),
  } as unknown as Bridge;
  Reflect.set(window, 'mailflow', bridge);
  await settings.load();
  session.adopt(desk.file);
  nav.stepId = null;
  return desk;
};

/** A finished DNS run with the given entries, already appended to the desk's file. */
export const dnsRunOf = (desk: Desk, entries: readonly NewLogEntry[], offline = false): DnsRun => {
  const added = stamped(desk.file.data.log, entries);
  desk.file = {
    ...desk.file,
    revision: desk.file.revision + 1,
    data: { ...desk.file.data, log: [...desk.file.data.log, ...added] },
  };
  const verdicts = entries.flatMap((entry) =>
    entry.kind === 'evidence' && entry.evidence.kind === 'dns' ? [entry.evidence.verdict] : [],
  );
  const count = (verdict: string): number => verdicts.filter((one) => one === verdict).length;
  return {
    entries: added,
    revision: desk.file.revision,
    savedAt: AT,
    matching: count('matching'),
    differing: count('differing'),
    unanswered: count('unanswered'),
    offline,
    run: null,
  };
};
