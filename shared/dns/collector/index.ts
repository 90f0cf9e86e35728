/** Evidence from a computer without this app: a script that asks, and the reader of the file that it writes. */
import type { Profile } from '../../profile/schema.ts';
import { AppError } from '../../result.ts';
import { askedName, checkTimes, ownDomains, refuseTimes } from '../foreign-file.ts';
import { parsePasted } from '../paste/index.ts';
import { describeServer, formatServer, NO_ADDRESS } from '../server.ts';
import type { RunDraft } from '../stored-run.ts';
import type { DnsAnswer } from '../types.ts';
import type { Vantage } from '../vantage.ts';
import type { CollectorForm } from './forms.ts';
import { COLLECTED_FORMAT, collectedSchema, type Collected } from './format.ts';
import { collectorPlan, type CollectorOptions } from './plan.ts';
import { powershellScript } from './powershell.ts';
import { shScript } from './sh.ts';

/** The script for this customer. @throws AppError as `collectorPlan` */
export const collectorScript = (
  form: CollectorForm,
  profile: Profile,
  options: CollectorOptions = {},
): string => {
  const plan = collectorPlan(form, profile, options);
  return form === 'sh' ? shScript(plan) : powershellScript(plan);
};

type Entry = Collected['entries'][number];

/** The command that the script called, so that its output is read as if it had been pasted with its prompt. */
const commandOf = ({ tool, name, type, server }: Entry): string => {
  const [, host = server, port] =
    /^\[?([^\]]*?)\]?:(\d{1,5})$/u.exec(
      server.includes(']') || server.split(':').length === 2 ? server : '',
    ) ?? [];
  if (tool === 'Resolve-DnsName')
    return `PS> ${tool} ${name} -Type ${type}${server === '' ? '' : ` -Server ${host}`}`;
  if (tool === 'host')
    return `$ host -v -t ${type}${port === undefined ? '' : ` -p ${port}`} ${name} ${host}`;
  return `$ ${tool} ${server === '' ? '' : `@${host} `}${port === undefined ? '' : `-p ${port} `}${name} ${type}`;
};

const labelled = (answer: DnsAnswer, server: string): DnsAnswer =>
  answer.server.address === NO_ADDRESS && server === ''
    ? { ...answer, server: { ...answer.server, label: 'System servers (collected)' } }
    : answer;

const refuse = (why: string, cause?: unknown): AppError =>
  new AppError(
    'bad-input',
    `This is no file of the collector: ${why}. Choose the JSON file that its script wrote, or a run that this program wrote.`,
    undefined,
    cause,
  );

const formatOf = (value: unknown): unknown =>
  typeof value === 'object' && value !== null && 'format' in value ? value.format : null;

const parseFile = (text: string): Collected => {
  let value: unknown;
  try {
    value = JSON.parse(text.replace(/^\ufeff/u, ''));
  } catch (cause) {
    throw refuse('it is not JSON, or its end is missing', cause);
  }
  if (formatOf(value) !== COLLECTED_FORMAT) throw refuse('it holds something else');
  const read = collectedSchema.safeParse(value);
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  throw refuse(`“${issue?.path.join('.') ?? ''}” does not fit (${issue?.message ?? 'unknown reason'})`);
};

/** @throws AppError `collected-times`, also for an answer outside of the run */
const checkAllTimes = (file: Collected, now: string): void => {
  checkTimes(file, now);
  const [start, end] = [Date.parse(file.startedAt), Date.parse(file.endedAt)];
  const outside = file.entries.find(({ at }) => Date.parse(at) < start || Date.parse(at) > end);
  if (outside !== undefined)
    throw refuseTimes(
      `${outside.name} ${outside.type} was answered at ${outside.at}, outside of the run from ${file.startedAt} to ${file.endedAt}`,
    );
};

export interface ReadCollectedOptions {
  /** UTC, ISO 8601; a file from later than this was made by a wrong clock. */
  readonly now: string;
  /** The customer that it must be about. */
  readonly profile: Pick<Profile, 'domains'>;
}

/**
 * Reads what a collector script wrote. An entry that can't be read becomes a note.
 * @throws AppError `bad-input` when the file is none of the collector's, `collected-times` when its times contradict
 * each other or lie ahead, `collected-foreign` when it is about no domain of the customer
 */
export const readCollected = (text: string, { now, profile }: ReadCollectedOptions): RunDraft => {
  const file = parseFile(text);
  const { entries, startedAt, endedAt } = file;
  checkAllTimes(file, now);
  const domains = [...ownDomains(file.domains, profile)];
  const vantages = new Map<string, Vantage>();
  const answers: Array<RunDraft['answers'][number]> = [];
  const notes = ['These answers were collected by the script; this app did not ask for them itself.'];
  const unread = (entry: Entry, why: string): void => {
    if (notes.length < 999) notes.push(`${entry.name} ${entry.type} was not read: ${why}.`.slice(0, 2000));
  };
  for (const given of entries) {
    const name = askedName(given.name);
    if (name === null) {
      unread(given, 'It is no name that can be asked');
      continue;
    }
    const entry = { ...given, name };
    const parsed = parsePasted(`${commandOf(entry)}\n${entry.text}`, { at: entry.at });
    const found = parsed.answers.find(
      ({ question }) => question.name === entry.name && question.type === entry.type,
    );
    if (found === undefined) {
      unread(entry, parsed.unread[0]?.reason ?? 'The output holds no answer');
      continue;
    }
    const answer = labelled(found, entry.server);
    const server = answer.server.address === NO_ADDRESS ? null : answer.server;
    const id = `collected:${server === null ? answer.server.label : formatServer(server)}`.slice(0, 200);
    if (!vantages.has(id)) {
      if (vantages.size >= 200) throw refuse('it names more than 200 servers');
      vantages.set(id, { id, kind: 'collected', label: describeServer(answer.server).slice(0, 200), server });
    }
    answers.push({
      vantage: id,
      answer: { ...answer, transport: 'collected', at: new Date(entry.at).toISOString() },
    });
  }
  return { startedAt, endedAt, domains, vantages: [...vantages.values()], answers, notes };
};
