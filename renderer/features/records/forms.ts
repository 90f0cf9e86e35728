/** A record in the forms that DNS hosts ask for. */
import { recordLine } from '../../../shared/dns/zone-file.ts';
import { quotedString } from '../../../shared/dns/zone-file.ts';
import type { DomainRecords } from '../../../shared/records/derive.ts';
import type { HintRecord } from '../../../shared/records/hints.ts';
import { stsFile } from '../../../shared/records/sts-plan.ts';
import type { StsPlan } from '../../../shared/records/sts-plan.ts';
import { splitStrings } from '../../../shared/spf/split.ts';
import { asciiName } from '../../../shared/net/domain-name.ts';

export interface RecordForm {
  readonly id: 'value' | 'strings' | 'name' | 'zone' | 'afterwards';
  readonly label: string;
  readonly text: string;
}

/** The planned MX set; empty while there is none. `ttl` in seconds. */
export const mxForms = ({ domain, mx }: DomainRecords, ttl: number): readonly RecordForm[] => {
  if (mx.planned.length === 0) return [];
  const name = asciiName(domain);
  return [
    {
      id: 'value',
      label: 'Preference and host',
      text: mx.planned.map(({ preference, host }) => `${String(preference)} ${host}`).join('\n'),
    },
    {
      id: 'zone',
      label: 'Zone file lines',
      text: mx.planned
        .map(({ preference, host }) => recordLine({ type: 'MX', name, ttl, preference, host }))
        .join('\n'),
    },
  ];
};

/** The planned SPF record; empty while there is none. */
export const spfForms = ({ domain, spf }: DomainRecords, ttl: number): readonly RecordForm[] => {
  const { record, strings } = spf.planned;
  if (record === null) return [];
  return [
    { id: 'value', label: 'Value', text: record },
    { id: 'strings', label: 'Quoted strings', text: strings.map(quotedString).join(' ') },
    {
      id: 'zone',
      label: 'Zone file line',
      text: recordLine({ type: 'TXT', name: asciiName(domain), ttl, strings }),
    },
  ];
};

/** One record beside MX and SPF. `ttl` in seconds. */
export const hintForms = ({ name, type, value }: HintRecord, ttl: number): readonly RecordForm[] => [
  { id: 'value', label: 'Value', text: value },
  { id: 'name', label: 'Name', text: name },
  {
    id: 'zone',
    label: 'Zone file line',
    text: recordLine(
      type === 'TXT' ? { type, name, ttl, strings: splitStrings(value) } : { type, name, ttl, value },
    ),
  },
];

/** The planned policy file; empty while there is none. While the MX switches it lists the hosts before it too. */
export const stsForms = (plan: StsPlan): readonly RecordForm[] => {
  if (plan.lines.length === 0) return [];
  const afterwards = stsFile(plan, false);
  if (plan.leaving.length === 0) return [{ id: 'value', label: 'File', text: afterwards }];
  return [
    { id: 'value', label: 'For the switch, with the old hosts', text: stsFile(plan, true) },
    { id: 'afterwards', label: 'For afterwards, without them', text: afterwards },
  ];
};
