import { expect, it } from 'vitest';
import { RunRecorder } from '../../../electron/dns/recorder.ts';
import { DnsRun } from '../../../electron/dns/run.ts';
import { runDraftSchema } from '../../../shared/dns/stored-run.ts';
import { portOf } from './answers.ts';

const draft = (count: number) =>
  new RunRecorder(new DnsRun(portOf({}))).draft({
    startedAt: '2026-12-05T20:00:00.000Z',
    endedAt: '2026-12-05T20:01:00.000Z',
    domains: ['contoso.com'],
    notes: Array.from({ length: count }, (_, index) => `No address of ns${index}.contoso.com was found.`),
  });

it('keeps as many notes as a stored run holds, and says how many it left out', () => {
  expect(draft(1000).notes).toHaveLength(1000);
  const { notes } = draft(1500);
  expect(notes.at(-1)).toBe('501 more notes are left out.');
  expect(notes).toHaveLength(1000);
  expect(runDraftSchema.safeParse(draft(1500)).success).toBe(true);
});
