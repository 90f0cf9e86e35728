/** Which part of the DNS view is shown; kept while other views are. */
export const DNS_TABS = [
  { id: 'records', title: 'Records' },
  { id: 'checks', title: 'Checks' },
  { id: 'watch', title: 'Watch' },
  { id: 'runs', title: 'Runs' },
] as const;
export type DnsTab = (typeof DNS_TABS)[number]['id'];

class DnsPlace {
  tab: DnsTab = $state('records');
}

export const dnsPlace = new DnsPlace();
