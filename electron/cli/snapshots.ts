/** Snapshots for commands: where to ask, the run as a file, and the words for differences. */
import { userInfo } from 'node:os';
import type { RunDifference } from '../../shared/dns/compare-runs.ts';
import type { RunDraft, StoredRun, StoredRunFile } from '../../shared/dns/stored-run.ts';
import { AppError } from '../../shared/result.ts';
import { vantageOf } from '../../shared/dns/vantage.ts';
import type { Vantage } from '../../shared/dns/vantage.ts';
import type { Profile } from '../../shared/profile/schema.ts';
import { createSnapshotService } from '../dns/create.ts';
import type { Snapshot } from '../dns/snapshot-service.ts';
import { systemServers } from '../dns/system-servers.ts';
import { knownVantages, namedKind } from '../dns/vantages.ts';
import { FILE_MODE } from '../store/atomic-write.ts';
import { runFile } from '../store/run-document.ts';
import { runText } from '../store/run-text.ts';
import type { CliEnvironment, OptionValues } from './command.ts';
import { flag } from './options.ts';
import { writeNewFile } from './output-file.ts';
import { oneLine } from './plain-text.ts';
import { namedServers, SERVER_HELP, trustedAuthorities } from './server-options.ts';

export const SNAPSHOT_HELP = `${SERVER_HELP}
  --authoritative       ask each name server of the domains' own zones too
  --probe               send one question to 192.0.2.1 too, an address kept for documentation where nobody answers;
                        an answer proves that something on the way intercepts DNS`;

const placesOf = (values: OptionValues): readonly Vantage[] => {
  const named = namedServers(values).map((server) => vantageOf(namedKind(server), server));
  return named.length > 0 ? named : knownVantages({ internalDnsServers: [] }, [], systemServers()).vantages;
};

/** Asks at the servers that the options name. @throws AppError as `SnapshotService.take`, `usage` for bad options */
export const takeSnapshot = async (
  { profile, domains = [] }: { readonly profile: Profile; readonly domains?: readonly string[] },
  values: OptionValues,
  environment: CliEnvironment,
): Promise<Snapshot> => {
  const service = createSnapshotService(() => new Date(environment.now()), {
    trusted: await trustedAuthorities(values),
  });
  const taking = service.take(
    {
      profile,
      domains,
      vantages: placesOf(values),
      authoritative: flag(values, 'authoritative'),
      probe: flag(values, 'probe'),
    },
    { signal: environment.signal },
  );
  return taking.catch((cause: unknown) => {
    if (cause instanceof AppError && cause.code === 'cancelled')
      throw new AppError('cancelled', 'The command was stopped while it asked; nothing was kept.', {}, cause);
    throw cause;
  });
};

export const sayNotes = ({ notes }: Pick<RunDraft, 'notes'>, environment: CliEnvironment): void => {
  for (const note of notes) environment.err(`mailflow: note: ${oneLine(note)}\n`);
};

export const offline = (): AppError =>
  new AppError(
    'offline',
    'No server could be reached; this says nothing about the records, so nothing was kept.',
  );

/** Who took it, as far as the system knows: the account of the person at the keyboard. */
export const operatorName = (): string => {
  try {
    return userInfo().username.trim().slice(0, 120) || 'command line';
  } catch {
    // A user number without an account, as in a container.
    return 'command line';
  }
};

export const asStored = (
  draft: RunDraft,
  { customerId, name, kind }: Pick<StoredRun, 'customerId' | 'name' | 'kind'>,
  environment: CliEnvironment,
): StoredRun => ({
  ...draft,
  id: environment.randomId(),
  customerId,
  kind,
  name,
  operator: operatorName(),
});

/** One line for each record that is not as it was, with tabs: change, name, type, what was and is. */
export const differenceLines = (differences: readonly RunDifference[]): string =>
  differences
    .filter(({ change }) => change !== 'same')
    .map(({ change, question, sentence }) =>
      [change, question.name, question.type, sentence].map(oneLine).join('\t'),
    )
    .map((line) => `${line}\n`)
    .join('');

/** Writes a run as the app stores it into a new file. @throws AppError as `writeNewFile` */
export const writeRun = async (
  path: string,
  run: StoredRun,
  { appVersion }: CliEnvironment,
): Promise<StoredRunFile> => {
  const file = await runFile(run, appVersion);
  await writeNewFile(path, await runText(file), FILE_MODE);
  return file;
};

export const sayKept = (path: string, { answers }: RunDraft, environment: CliEnvironment): void =>
  environment.err(`mailflow: kept: ${path} holds the run with ${answers.length} answers.\n`);
