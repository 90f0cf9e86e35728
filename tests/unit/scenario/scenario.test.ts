import { describe, expect, it } from 'vitest';
import { emptyProfile } from '../../../shared/profile/empty.ts';
import { scenarioOf } from '../../../shared/scenario/scenario.ts';
import type { ScenarioAnswers } from '../../../shared/scenario/scenario.ts';

const OURS: ScenarioAnswers = {
  mailboxLocations: 'both',
  mxTarget: 'thirdParty',
  filterHandsTo: 'm365',
  outboundOnPrem: 'viaM365',
  outboundCloud: 'direct',
};
const NONE = emptyProfile('x').scenarioAnswers;

describe('scenarioOf', () => {
  it('fits when all five answers do', () => {
    expect(scenarioOf(OURS)).toMatchObject({ code: 'D', fits: true, decided: true });
  });

  it.each(Object.keys(OURS))('is open while %s is not answered', (question) => {
    expect(scenarioOf({ ...OURS, [question]: null })).toMatchObject({
      code: null,
      fits: false,
      decided: false,
    });
  });

  it('is open when nothing is answered', () => {
    expect(scenarioOf(NONE)).toMatchObject({ code: null, decided: false });
  });

  it.each([
    ['A', { mailboxLocations: 'cloud', mxTarget: 'eop' }],
    ['B1', { mailboxLocations: 'cloud' }],
    ['B2', { mailboxLocations: 'cloud', outboundCloud: 'viaThirdParty' }],
    ['C1', { mxTarget: 'eop' }],
    ['C2', { mxTarget: 'eop', outboundCloud: 'viaOnPrem' }],
    ['C2', { outboundCloud: 'viaOnPrem' }],
    ['C3', { mxTarget: 'onPrem', outboundOnPrem: 'direct' }],
    ['C4', { mxTarget: 'onPrem' }],
    ['F', { mailboxLocations: 'onPrem', mxTarget: 'eop' }],
    [null, { mailboxLocations: 'onPrem' }],
    [null, { filterHandsTo: 'onPrem' }],
    [null, { filterHandsTo: 'split' }],
    [null, { outboundOnPrem: 'direct' }],
    [null, { outboundOnPrem: 'viaThirdParty' }],
    [null, { outboundCloud: 'viaThirdParty' }],
  ] as const)('names %s for %j, and says why', (code, changes) => {
    const scenario = scenarioOf({ ...OURS, ...changes });
    expect(scenario).toMatchObject({ code, fits: false, decided: true });
    expect(scenario.why).toMatch(/\.$/u);
  });

  it('decides by the first answer that differs, even if later ones are open', () => {
    expect(scenarioOf({ ...NONE, mailboxLocations: 'both', mxTarget: 'eop' })).toMatchObject({
      code: 'C1',
      decided: true,
    });
  });
});
