/**
 * Which mail-flow scenario the five answers describe. This runbook carries out scenario D alone: mailboxes on both
 * sides, a third-party filter in front, mail out through Microsoft 365. Any other answer names the sibling.
 */
import type { Profile } from '../profile/schema.ts';

export type ScenarioAnswers = Profile['scenarioAnswers'];
type ScenarioCode = 'A' | 'B1' | 'B2' | 'C1' | 'C2' | 'C3' | 'C4' | 'D' | 'F';

const SCENARIO_TITLES: Readonly<Record<ScenarioCode, string>> = {
  A: 'All mailboxes in Microsoft 365, no other service',
  B1: 'All mailboxes in Microsoft 365, third-party filter in front',
  B2: 'All mailboxes in Microsoft 365, third-party service in both directions',
  C1: 'Mailboxes on both sides, Microsoft 365 filters',
  C2: 'Mailboxes on both sides, all mail through the on-premises servers',
  C3: 'Mailboxes on both sides, MX on-premises',
  C4: 'Mailboxes on both sides, MX on-premises, outbound through Microsoft 365',
  D: 'Mailboxes on both sides, third-party filter in front, outbound through Microsoft 365',
  F: 'All mailboxes on-premises behind Exchange Online Protection',
};

export interface Scenario {
  /** `null` while an answer is missing, or when the answers fit no documented scenario. */
  readonly code: ScenarioCode | null;
  readonly title: string;
  /** True for scenario D, the one that this runbook carries out. */
  readonly fits: boolean;
  /** False while an answer is missing that could still decide. */
  readonly decided: boolean;
  readonly why: string;
}

const sibling = (code: ScenarioCode, why: string): Scenario => ({
  code,
  title: SCENARIO_TITLES[code],
  fits: code === 'D',
  decided: true,
  why,
});
const unknown = (title: string, why: string): Scenario => ({
  code: null,
  title,
  fits: false,
  decided: true,
  why,
});

const undecided = (title: string, why: string): Scenario => ({ ...unknown(title, why), decided: false });

const oneSide = ({ mailboxLocations, mxTarget, outboundCloud }: ScenarioAnswers): Scenario => {
  if (mailboxLocations === 'onPrem') {
    return mxTarget === 'eop'
      ? sibling('F', 'There are no mailboxes in Microsoft 365; it only stands in front of your servers.')
      : unknown(
          'Outside this family',
          'There are no mailboxes in Microsoft 365, so this runbook has nothing to route.',
        );
  }
  const why = 'There are no mailboxes on-premises, so nothing has to be routed back to your servers.';
  if (mxTarget === 'eop') return sibling('A', why);
  if (mxTarget === 'onPrem') {
    return unknown(
      'Outside this family',
      'MX points on-premises although no mailbox is there; check the answers.',
    );
  }
  return outboundCloud === 'viaThirdParty' ? sibling('B2', why) : sibling('B1', why);
};

const otherMx = ({ mxTarget, outboundOnPrem, outboundCloud }: ScenarioAnswers): Scenario => {
  if (mxTarget === 'eop') {
    return outboundCloud === 'viaOnPrem'
      ? sibling('C2', 'MX points to Microsoft 365 and all mail leaves through your servers.')
      : sibling('C1', 'MX points to Microsoft 365, which filters itself.');
  }
  return outboundOnPrem === 'viaM365'
    ? sibling('C4', 'MX points to your own servers, and their mail leaves through Microsoft 365.')
    : sibling('C3', 'MX points to your own servers.');
};

/** Questions three to five, asked once mailboxes are on both sides and MX points to the third party. */
const withFilter = ({ filterHandsTo, outboundOnPrem, outboundCloud }: ScenarioAnswers): Scenario | null => {
  if (filterHandsTo === 'onPrem') {
    return unknown(
      'Filter in front of the on-premises servers',
      'The filter hands mail to your servers first, not to Microsoft 365; the connectors of this runbook would not see the filter.',
    );
  }
  if (filterHandsTo === 'split') {
    return unknown(
      'Split delivery by the filter',
      'The filter routes each user to one side or the other; this runbook needs it to hand everything to Microsoft 365.',
    );
  }
  if (outboundOnPrem === 'direct') {
    return unknown(
      'On-premises mail leaves directly',
      'Your servers would still send to the internet themselves, which this scenario exists to avoid.',
    );
  }
  if (outboundOnPrem === 'viaThirdParty' || outboundCloud === 'viaThirdParty') {
    return unknown(
      'Outbound through the third party',
      'Outbound mail by-passes the filter here; through the filter it needs an outbound partner connector as in B2.',
    );
  }
  if (outboundCloud === 'viaOnPrem') {
    return sibling(
      'C2',
      'Cloud mail leaves through your servers (centralised mail transport), which this runbook turns off.',
    );
  }
  return null;
};

/** The scenario that the answers describe. The first answer that differs from D decides, even if later ones are open. */
export const scenarioOf = (answers: ScenarioAnswers): Scenario => {
  const { mailboxLocations, mxTarget } = answers;
  const open = undecided(
    'Not decided yet',
    'Answer all five questions; the first answer that does not fit names the scenario to use instead.',
  );
  if (mailboxLocations !== null && mailboxLocations !== 'both')
    return mxTarget === null ? open : oneSide(answers);
  if (mailboxLocations === null) return open;
  if (mxTarget === null) return open;
  if (mxTarget !== 'thirdParty') return otherMx(answers);
  const differing = withFilter(answers);
  if (differing !== null) return differing;
  if (Object.values(answers).includes(null)) return open;
  return sibling('D', 'All five answers fit: this runbook applies.');
};
