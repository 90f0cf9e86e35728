import { describe, expect, it } from 'vitest';
import { STEPS, stepById } from '../../../shared/runbook/catalogue/index.ts';
import { SOURCES, sourceTitle } from '../../../shared/runbook/catalogue/sources.ts';
import { placeholdersOf } from '../../../shared/runbook/command.ts';
import { ORDER_RULES } from '../../../shared/runbook/order.ts';
import { DNS_CHECKS, PHASES } from '../../../shared/runbook/step.ts';
import { COMMAND_VALUES } from '../../../shared/runbook/values.ts';

const textsOf = (id: string): readonly string[] => {
  const step = stepById(id);
  return step === undefined
    ? []
    : [step.title, step.why, step.check.text, step.evidence.text, step.risk, step.undo, ...step.adminCentre];
};

describe('catalogue', () => {
  it('has 66 steps with ids of their own, in the order of the phases', () => {
    expect(STEPS).toHaveLength(66);
    expect(new Set(STEPS.map((step) => step.id)).size).toBe(66);
    const order = PHASES.map((phase) => phase.id);
    const positions = STEPS.map((step) => order.indexOf(step.phase));
    expect(positions).toEqual([...positions].sort((a, b) => a - b));
    expect(PHASES.map((phase) => STEPS.filter((step) => step.phase === phase.id).length)).toEqual([
      10, 4, 5, 8, 7, 9, 6, 10, 4, 3,
    ]);
  });

  it.each(STEPS.map((step) => [step.id, step] as const))('%s is complete and consistent', (id, step) => {
    expect(id).toMatch(/^[A-Z]{3}-\d{2}$/u);
    for (const text of textsOf(id)) expect(text.trim()).not.toBe('');
    expect(step.adminCentre.length + step.commands.length).toBeGreaterThan(0);
    expect(step.why).toMatch(/\.$/u);
    for (const source of step.sources) expect(Object.keys(SOURCES)).toContain(source);
    for (const check of step.check.dns) expect(DNS_CHECKS).toContain(check);
    for (const path of step.requires) expect(step.inputs).toContain(path.split('.')[0]);
  });

  it.each(STEPS.map((step) => [step.id, step] as const))(
    '%s uses known placeholders alone, unquoted, and names their fields as inputs',
    (_, step) => {
      for (const { template } of step.commands) {
        expect(template).not.toMatch(/['"]\{[a-z][A-Za-z0-9]*\}/u);
        for (const name of placeholdersOf(template)) {
          expect(Object.keys(COMMAND_VALUES)).toContain(name);
          expect(step.inputs).toContain(COMMAND_VALUES[name]?.field);
        }
      }
    },
  );

  it('speaks calmly', () => {
    for (const step of STEPS) {
      for (const text of textsOf(step.id)) {
        expect(text).not.toMatch(/!|\bplease\b|\boops\b|\bsuccessfully\b/iu);
      }
    }
  });

  it('orders only steps that exist', () => {
    for (const rule of ORDER_RULES) {
      for (const id of [...rule.steps, ...rule.after]) expect(stepById(id), id).toBeDefined();
    }
  });

  it('uses every DNS check and every command value', () => {
    expect(new Set(STEPS.flatMap((step) => step.check.dns))).toEqual(new Set(DNS_CHECKS));
    const used = new Set(
      STEPS.flatMap((step) => step.commands.flatMap((command) => placeholdersOf(command.template))),
    );
    expect(new Set(Object.keys(COMMAND_VALUES))).toEqual(used);
  });

  it('names a source with the version that was read', () => {
    expect(sourceTitle('D2')).toContain('DKIM');
    expect(sourceTitle('D2')).toContain('2026');
    expect(sourceTitle('Z9')).toBe('Z9');
  });
});
