import { refuse } from '../primitives/refusal';
import type { Change, KeptModuleChange } from './change';

/**
 * Two changes of one proposal that decide the same: the last one would win without a word. Refuses CHANGES_CONTRADICT {what, first, firstKind, second, secondKind}: places in the list, from 1.
 */
export function refuseContradictions(changes: readonly (Change | KeptModuleChange)[]): void {
  const taken = new Map<string, number>();
  /** Whoever decides a part of a whole first. */
  const touched = new Map<string, number>();
  changes.forEach((change, place) => {
    for (const what of decidedBy(change)) {
      const whole = what.split('/')[0]!;
      const first = taken.get(what) ?? taken.get(whole) ?? (what === whole ? touched.get(whole) : undefined);
      if (first !== undefined && first !== place) refuse('CHANGES_CONTRADICT', { what, first: first + 1, firstKind: changes[first]!.kind, second: place + 1, secondKind: change.kind });
      taken.set(what, place);
      if (!touched.has(whole)) touched.set(whole, place);
    }
  });
}

/** A whole, or parts of one: `MODULE/PARAMETER`, `MODULE`, `seat NUMBER` as people count them, from 1, `consensus/PARAMETER`. No module's name has a `/`. */
function decidedBy(change: Change | KeptModuleChange): readonly string[] {
  switch (change.kind) {
    case 'set-parameters':
      return Object.keys(change.parameters).map((name) => `${change.module}/${name}`);
    case 'swap-package':
      return [`${change.module}/package`];
    case 'swap-module':
      return [change.module];
    case 'remove-seat':
    case 'set-role':
    case 'replace-keys':
      return [`seat ${change.seat + 1}`];
    case 'set-consensus':
      return Object.keys(change.parameters).map((name) => `consensus/${name}`);
    default:
      return [];
  }
}
