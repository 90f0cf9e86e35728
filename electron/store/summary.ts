/** The one line of the customer list that stands for a whole document. */
import type { CustomerFile, CustomerSummary } from '../../shared/customer.ts';
import { progress } from '../../shared/runbook/progress.ts';

export const summarise = ({ savedAt, data }: CustomerFile): CustomerSummary => {
  const { profile } = data;
  const { settled, total } = progress(data);
  return {
    id: data.id,
    customerName: profile.customerName,
    engagementRef: profile.engagementRef,
    primaryDomain: (profile.domains.find(({ role }) => role === 'primary') ?? profile.domains[0])?.name ?? '',
    domainCount: profile.domains.length,
    vendor: profile.thirdParty.vendor,
    example: data.example,
    savedAt,
    settledSteps: settled,
    totalSteps: total,
    changeWindowStart: profile.changeWindowStart,
  };
};
