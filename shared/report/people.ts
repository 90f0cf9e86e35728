/** Who took part, and who signs for what. */
import type { Profile } from '../profile/schema.ts';
import type { PersonReport, RunbookReport } from './types.ts';

const person = (part: string, name: string, role: string, ...contact: readonly string[]): PersonReport => ({
  part,
  name: name.trim(),
  role: role.trim(),
  contact: contact
    .map((text) => text.trim())
    .filter((text) => text !== '')
    .join(', '),
});

/** Everyone that the profile names, in the order of the work; entries without a name and contact are left out. */
export const peopleOf = (profile: Profile): readonly PersonReport[] =>
  [
    person('Consultant', profile.consultantName, profile.consultantRole, profile.firmName),
    person(
      'Approver',
      profile.customerApprover.name,
      profile.customerApprover.role,
      profile.customerApprover.email,
    ),
    person('Decides on rollback', profile.decisionMaker, ''),
    ...profile.technicalContacts.map(({ name, role, phone, email }) =>
      person('Technical contact', name, role, phone, email),
    ),
    ...profile.roleHolders.map(({ area, name, role }) =>
      person(area.trim() === '' ? 'Role' : `Role: ${area.trim()}`, name, role),
    ),
    person('Third-party support', profile.thirdParty.vendor, '', profile.vendorSupport),
    person('DNS host', profile.dnsHost.provider, '', profile.dnsHost.whoEdits, profile.dnsHostSupport),
  ].filter(({ name, contact }) => name !== '' || contact !== '');

export const signOffOf = (profile: Profile): RunbookReport['signOff'] => ({
  statement:
    'The steps of this runbook were carried out as recorded. The records before, planned and after, the deviations ' +
    'and the open items were reviewed by both sides. With the signatures below the work is accepted, subject to the ' +
    'reservations written here.',
  signatures: [
    {
      part: 'Delivered by',
      name: profile.consultantName.trim(),
      role: profile.consultantRole.trim(),
      organisation: profile.firmName.trim(),
    },
    {
      part: 'Accepted by',
      name: profile.customerApprover.name.trim(),
      role: profile.customerApprover.role.trim(),
      organisation: profile.customerName.trim(),
    },
    { part: 'Witnessed by (optional)', name: '', role: '', organisation: '' },
  ],
});
