/** Sentences about a step, in one place so that list, detail and overview say the same. */
import { labelOf } from '../../../shared/profile/fields.ts';
import type { Staleness } from '../../../shared/runbook/status.ts';
import type { Shell } from '../../../shared/runbook/step.ts';
import { clock } from '../../app/time.ts';

const SHELLS: Readonly<Record<Shell, string>> = {
  'exchange-online': 'Exchange Online PowerShell',
  'exchange-on-prem': 'Exchange Management Shell, on-premises',
  graph: 'Microsoft Graph PowerShell',
  windows: 'Windows PowerShell',
};
export const shellName = (shell: Shell): string => SHELLS[shell];

/** Why a step that was done has to be looked at again. */
export const staleSentence = (stale: Staleness): string =>
  stale.kind === 'inputs'
    ? `Changed after the step was done (${clock(stale.since)}): ${stale.fields.map(labelOf).join(', ')}${stale.domains.length === 0 ? '' : ` (${stale.domains.join(', ')})`}.`
    : `A value for ${stale.domain} changed after the last DNS check (${clock(stale.since)}). Check again.`;
