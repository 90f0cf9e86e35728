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
  /** The text of the open dialog for pasted output; `null` while it is closed. */
  pasted: string | null = $state(null);
  /** The text came by one paste and was not edited since, so that Enter takes it. */
  fresh = $state(false);

  /** Opens the dialog for pasted output, with a text that is already there. */
  paste(text = ''): void {
    this.pasted = text;
    this.fresh = text !== '';
  }
}

export const dnsPlace = new DnsPlace();
