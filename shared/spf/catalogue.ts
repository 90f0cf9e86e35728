/** How a finding is told: where its rule comes from, and its sentence for a person. */
export interface CatalogueEntry {
  readonly source: string;
  readonly message: (token: string, reason: string) => string;
}
export const entry = (source: string, message: CatalogueEntry['message']): CatalogueEntry => ({
  source,
  message,
});
export const because = (reason: string): string => (reason === '' ? '' : `: ${reason}`);
export const MICROSOFT = 'Microsoft Learn, SPF for Microsoft 365 domains';
export const HOUSE = 'Mailflow Runbook';
