/** A record in the forms that DNS hosts ask for. */
import { recordLine } from '../../../shared/dns/zone-file.ts';
import { quotedString } from '../../../shared/dns/zone-file.ts';
import type { DomainRecords } from '../../../shared/records/derive.ts';
import { checkDomainName } from '../../../shared/net/domain-name.ts';

export interface RecordForm {
  readonly id: 'value' | 'strings' | 'zone';
  readonly label: string;
  readonly text: string;
}

/** The name in A-label form, or as given where it is none. */
export const originOf = (domain: string): string => {
  const checked = checkDomainName(domain);
  return checked.ok ? checked.name : domain;
};

/** The planned MX set; empty while there is none. `ttl` in seconds. */
export const mxForms = ({ domain, mx }: DomainRecords, ttl: number): readonly RecordForm[] => {
  if (mx.planned.length === 0) return [];
  const name = originOf(domain);
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
      text: recordLine({ type: 'TXT', name: originOf(domain), ttl, strings }),
    },
  ];
};
