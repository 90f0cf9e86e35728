/** Searching the list of customers; every word must be found somewhere. */
import type { CustomerSummary } from '../../../shared/customer.ts';

const textOf = (customer: CustomerSummary): string =>
  [customer.customerName, customer.engagementRef, customer.primaryDomain, customer.vendor]
    .join('\n')
    .toLowerCase();

/** The customers that hold every word of the query; the order is kept. */
export const filterCustomers = (
  query: string,
  customers: readonly CustomerSummary[],
): readonly CustomerSummary[] => {
  const words = query.toLowerCase().split(/\s+/u).filter(Boolean);
  if (words.length === 0) return customers;
  return customers.filter((customer) => {
    const text = textOf(customer);
    return words.every((word) => text.includes(word));
  });
};

/** `contoso.com and 3 more`; empty text for a customer without domains. */
export const domainsText = ({ primaryDomain, domainCount }: CustomerSummary): string => {
  if (domainCount === 0) return 'No domain yet';
  const first = primaryDomain === '' ? 'Unnamed domain' : primaryDomain;
  return domainCount === 1 ? first : `${first} and ${String(domainCount - 1)} more`;
};
