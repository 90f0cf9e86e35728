/** Findings about people, the change window, senders, tests and the scenario. */
import { memoByText } from '../../net/bounded-cache.ts';
import type { Finding } from '../../finding.ts';
import { parseCidr } from '../../net/cidr.ts';
import { scenarioOf } from '../../scenario/scenario.ts';
import type { Profile } from '../schema.ts';
import { FILTER } from './words/third-party.ts';
import { WORK } from './words/work.ts';
import { ageInDays } from './third-party.ts';
import {
  dateFindings,
  dateTimeFindings,
  domainOfEmail,
  duplicateFindings,
  each,
  emailFindings,
  hostFindings,
  lengthFindings,
  nameOf,
  netFindings,
  timeOf,
} from './values.ts';

const NONE: readonly Finding[] = [];
const DAY_MS = 86_400_000;
const TEXT_MAX = 120;
const RANGES_MAX_DAYS = 90;

export const peopleFindings = (profile: Profile): readonly Finding[] => [
  ...lengthFindings('customerName', profile.customerName, TEXT_MAX),
  ...lengthFindings('engagementRef', profile.engagementRef, TEXT_MAX),
  ...lengthFindings('siteName', profile.siteName, TEXT_MAX),
  ...emailFindings('customerApprover.email', profile.customerApprover.email),
  ...profile.technicalContacts.flatMap((contact, index) =>
    emailFindings(`technicalContacts.${String(index)}.email`, contact.email),
  ),
];

/** Making a format costs more than all other findings of a profile, and the zone is hardly ever what is typed. */
const isZone = memoByText((text: string): boolean => {
  try {
    new Intl.DateTimeFormat('en', { timeZone: text });
    return /^[A-Za-z]/u.test(text);
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}, 64);

export const windowFindings = (profile: Profile): readonly Finding[] => {
  const { changeWindowStart, changeWindowEnd, rollbackDeadline, timeZone, soakDays } = profile;
  const start = timeOf(changeWindowStart);
  const end = timeOf(changeWindowEnd);
  const deadline = timeOf(rollbackDeadline);
  const soakEnd = end === null ? null : end + (soakDays ?? 0) * DAY_MS;
  return [
    ...dateTimeFindings('changeWindowStart', changeWindowStart),
    ...dateTimeFindings('changeWindowEnd', changeWindowEnd),
    ...dateTimeFindings('rollbackDeadline', rollbackDeadline),
    ...(start !== null && end !== null && end <= start
      ? [WORK.windowOrder({ path: 'changeWindowEnd' })]
      : NONE),
    ...(start !== null && deadline !== null && deadline <= start
      ? [WORK.deadlineEarly({ path: 'rollbackDeadline' })]
      : NONE),
    ...(soakEnd !== null && deadline !== null && deadline > soakEnd
      ? [WORK.deadlineLate({ path: 'rollbackDeadline' }, new Date(soakEnd).toISOString().slice(0, 10))]
      : NONE),
    ...(timeZone === '' || isZone(timeZone)
      ? NONE
      : [WORK.badZone({ path: 'timeZone', token: timeZone }, timeZone)]),
    ...(soakDays !== null && (soakDays < 1 || soakDays > 30)
      ? [WORK.soakRange({ path: 'soakDays', token: String(soakDays) }, String(soakDays))]
      : NONE),
    ...profile.migrationBatches.flatMap((batch, index) =>
      dateFindings(`migrationBatches.${String(index)}.date`, batch.date),
    ),
    ...profile.openItems.flatMap((item, index) => dateFindings(`openItems.${String(index)}.due`, item.due)),
  ];
};

const OTHER_MECHANISM = /^[+\-~?]?(?:a|mx|ptr|exists)(?:[:/].*)?$/iu;

/** One SPF term or a bare address; what the composer makes of it is its own matter. */
const termFindings = (path: string, text: string): readonly Finding[] => {
  const term = text.trim();
  if (term === '' || OTHER_MECHANISM.test(term)) return NONE;
  const include = /^include:(.*)$/iu.exec(term)?.[1];
  if (include !== undefined) return hostFindings(path, include, { allowUnderscore: true });
  const address = /^ip[46]:(.*)$/iu.exec(term)?.[1] ?? term;
  if (address !== term || parseCidr(address).ok || /^[\d.:/a-f]+$/iu.test(address)) {
    return netFindings(path, address);
  }
  return [FILTER.badTerm({ path, token: text }, text)];
};

export const senderFindings = (profile: Profile): readonly Finding[] => {
  const names = new Set(profile.domains.map((domain) => nameOf(domain.name)));
  return [
    ...profile.otherSenders.flatMap((sender, index) => {
      const path = `otherSenders.${String(index)}`;
      const form = hostFindings(`${path}.domain`, sender.domain);
      const unknown = sender.domain.trim() !== '' && !names.has(nameOf(sender.domain));
      return [
        ...termFindings(`${path}.term`, sender.term),
        ...form,
        ...(unknown && form.length === 0
          ? [FILTER.senderDomain({ path: `${path}.domain`, token: sender.domain }, sender.domain)]
          : NONE),
      ];
    }),
    ...Object.keys(profile.lookupCosts).flatMap((host) =>
      hostFindings(`lookupCosts.${host}`, host, { allowUnderscore: true }),
    ),
    ...(profile.spfAllPolicy === '~all' && profile.spfAllReason.trim() === ''
      ? [FILTER.softFail({ path: 'spfAllReason' })]
      : NONE),
    ...profile.directSendUsers.flatMap((user, index) => [
      ...netFindings(`directSendUsers.${String(index)}.ip`, user.ip),
      ...(user.plan.trim() === ''
        ? [FILTER.noPlan({ path: `directSendUsers.${String(index)}.plan` }, user.name)]
        : NONE),
    ]),
  ];
};

const rangesFindings = (profile: Profile, now: string | undefined): readonly Finding[] => {
  const age = ageInDays(profile.eopRangesDate, now);
  return [
    ...dateFindings('eopRangesDate', profile.eopRangesDate),
    ...(age !== null && age > RANGES_MAX_DAYS
      ? [FILTER.oldRanges({ path: 'eopRangesDate' }, profile.eopRangesDate, String(age))]
      : NONE),
    ...each('eopRanges', profile.eopRanges, netFindings),
  ];
};

const mailboxFindings = (profile: Profile): readonly Finding[] => {
  const names = new Set(profile.domains.map((domain) => nameOf(domain.name)));
  const foreign = (path: string, text: string): readonly Finding[] => {
    const domain = domainOfEmail(text);
    return domain === null || names.size === 0 || names.has(domain)
      ? NONE
      : [WORK.foreignMailbox({ path, token: text }, text)];
  };
  const outside = domainOfEmail(profile.externalTestMailbox);
  const cloud = profile.testMailboxCloud.trim().toLowerCase();
  return [
    ...emailFindings('testMailboxCloud', profile.testMailboxCloud),
    ...foreign('testMailboxCloud', profile.testMailboxCloud),
    ...emailFindings('testMailboxOnPrem', profile.testMailboxOnPrem),
    ...foreign('testMailboxOnPrem', profile.testMailboxOnPrem),
    ...(cloud !== '' && cloud === profile.testMailboxOnPrem.trim().toLowerCase()
      ? [WORK.sameMailbox({ path: 'testMailboxOnPrem' })]
      : NONE),
    ...emailFindings('externalTestMailbox', profile.externalTestMailbox),
    ...(outside !== null && names.has(outside)
      ? [WORK.ownMailbox({ path: 'externalTestMailbox' }, profile.externalTestMailbox)]
      : NONE),
  ];
};

export const testFindings = (profile: Profile, now?: string): readonly Finding[] => {
  const scenario = scenarioOf(profile.scenarioAnswers);
  return [
    ...rangesFindings(profile, now),
    ...emailFindings('dmarcRua', profile.dmarcRua.replace(/^mailto:/iu, '')),
    ...emailFindings('tlsRptRua', profile.tlsRptRua.replace(/^mailto:/iu, '')),
    ...each('pilotRecipients', profile.pilotRecipients, emailFindings),
    ...duplicateFindings('pilotRecipients', profile.pilotRecipients),
    ...mailboxFindings(profile),
    ...(scenario.decided && !scenario.fits
      ? [WORK.otherScenario({ path: 'scenarioAnswers' }, scenario.title, scenario.why)]
      : NONE),
  ];
};
