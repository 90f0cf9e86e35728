/** What can be wrong with window, tests and scenario. */
import { say } from '../say.ts';

export const WORK = {
  windowOrder: say(
    'PRO-E-WINDOW-ORDER',
    'Change record guides',
    () => 'The window ends before it starts; correct one of the times.',
  ),
  deadlineEarly: say(
    'PRO-E-DEADLINE-EARLY',
    'Change record guides',
    () => 'The rollback deadline is before the window starts; it has to leave time for the change.',
  ),
  deadlineLate: say(
    'PRO-W-DEADLINE-LATE',
    'Change record guides',
    (end: string) =>
      `The rollback deadline is after the soak ends (${end}); by then the old path is gone. Choose an earlier one or a longer soak.`,
  ),
  badZone: say(
    'PRO-E-BAD-TIME-ZONE',
    'IANA time zone database',
    (text: string) => `${text} is not a time zone; use a name such as Europe/Zurich.`,
  ),
  soakRange: say(
    'PRO-E-SOAK-RANGE',
    'Customer profile',
    (days: string) => `A soak of ${days} days is outside 1 to 30.`,
  ),
  sameMailbox: say(
    'PRO-E-SAME-TEST-MAILBOX',
    'Customer profile',
    () => 'The test mailboxes of both sides are the same address; one path would stay untested.',
  ),
  foreignMailbox: say(
    'PRO-W-FOREIGN-MAILBOX',
    'Customer profile',
    (text: string) =>
      `${text} is in none of the profile’s domains, so a test with it does not take the customer’s path.`,
  ),
  ownMailbox: say(
    'PRO-W-OWN-EXTERNAL-MAILBOX',
    'Customer profile',
    (text: string) =>
      `${text} is in a domain of the customer; a test from outside needs an account elsewhere.`,
  ),
  otherScenario: say(
    'PRO-W-OTHER-SCENARIO',
    'Mail flow best practices for Exchange Online',
    (title: string, why: string) =>
      `The answers describe another scenario (${title}). ${why} Stop and use that one.`,
  ),
} as const;
