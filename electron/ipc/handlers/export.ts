import { access } from 'node:fs/promises';
import { join } from 'node:path';
import { plannedWith } from '../../../shared/records/planned.ts';
import { AppError } from '../../../shared/result.ts';
import type { HandlersOf } from '../handler-types.ts';
import { Runs } from '../runs.ts';
import type { Services } from '../services.ts';

/** Folders that the person chose; the page only ever holds their tokens. */
interface Chosen {
  readonly parent: string;
  /** The folder of the last export into it; what `export.reveal` shows. */
  made: string | null;
}

/** Lower-case letters and digits of the name, for a folder that every system takes. */
const slug = (name: string): string =>
  name
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/gu, '-')
    .replaceAll(/^-+|-+$/gu, '')
    .slice(0, 40) || 'customer';

const two = (value: number): string => String(value).padStart(2, '0');
const stamp = (at: Date): string =>
  `${String(at.getFullYear())}${two(at.getMonth() + 1)}${two(at.getDate())}-${two(at.getHours())}${two(at.getMinutes())}`;

const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );

/** `<customer>-runbook-YYYYMMDD-HHMM` (local time) below `parent`, with -2, -3 and so on when it is there already. */
const freeFolder = async (parent: string, customerName: string, at: Date): Promise<string> => {
  const name = `${slug(customerName)}-runbook-${stamp(at)}`;
  let folder = join(parent, name);
  for (let count = 2; await exists(folder); count += 1) folder = join(parent, `${name}-${count}`);
  return folder;
};

export const exportHandlers = (services: Services, runs = new Runs()): HandlersOf<'export'> => {
  const { clock, customers, desktop, exporter, newId } = services;
  const chosen = new Map<string, Chosen>();
  const byToken = (token: string): Chosen => {
    const found = chosen.get(token);
    if (found) return found;
    throw new AppError('not-found', 'The chosen folder is no longer known. Choose it again.');
  };
  return {
    'export.chooseFolder': async () => {
      const parent = await desktop.chooseFolder();
      if (parent === null) return null;
      const token = newId();
      chosen.set(token, { parent, made: null });
      return { token, folder: parent };
    },
    'export.run': ({ id, token, runId, heldBack }, { emit }) =>
      runs.during(runId, async (signal) => {
        const target = byToken(token);
        const file = await customers.get(id);
        const folder = await freeFolder(target.parent, file.data.profile.customerName, clock());
        const result = await exporter.run(file, folder, {
          signal,
          planned: plannedWith(file.data, new Set(heldBack)),
          onProgress: (done, total, label) => emit('export.progress', { runId, done, total, label }),
        });
        target.made = folder;
        return result;
      }),
    'export.cancel': ({ runId }) => {
      runs.cancel(runId);
      return undefined;
    },
    'export.reveal': ({ token }) => {
      const { made, parent } = byToken(token);
      desktop.reveal(made ?? parent);
      return undefined;
    },
  };
};
