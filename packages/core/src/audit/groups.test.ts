import { describe, expect, it } from 'vitest';
import { actionsOf, auditGroupKeys, groupOf } from './groups.ts';
import { auditActionLabels } from './labels.ts';

describe('kinds of events', () => {
  it('hold every action once', () => {
    const all = auditGroupKeys.flatMap(actionsOf);
    expect(all.sort()).toEqual(Object.keys(auditActionLabels).sort());
  });

  it('go by the noun; an unknown one is not lost', () => {
    expect(groupOf('chart.open')).toBe('chart');
    expect(groupOf('people.leave')).toBe('people');
    expect(groupOf('unheard.of')).toBe('other');
  });
});
