import type { DesiredNode } from '@bystack/api';
import { Failure } from '../failure';
import type { LocalNode } from '../runtimes/runtime';
import { specHash, type NodeSpec } from '../wish/node-spec';

/** One thing to do for one node. The order inside a plan matters; each step may be repeated. */
export type Step =
  | { readonly kind: 'prepare'; readonly node: DesiredNode }
  | { readonly kind: 'peers'; readonly node: DesiredNode }
  | { readonly kind: 'start'; readonly node: DesiredNode }
  | { readonly kind: 'stop'; readonly node: DesiredNode }
  | { readonly kind: 'destroy-keys'; readonly node: DesiredNode }
  | { readonly kind: 'remove'; readonly node: DesiredNode };
export type StepKind = Step['kind'];

export interface NodeView {
  readonly wish: DesiredNode;
  /** What the node should be made from; undefined while that cannot be said (its keys are unknown). */
  readonly wanted?: NodeSpec;
  readonly local?: LocalNode;
  /** Whether the peers last written are those of the wish. */
  readonly peersCurrent: boolean;
  /** Whether its private keys are still on the host. */
  readonly keysHere: boolean;
}

/**
 * What must be done, in order, so that what is there becomes what is wished. Nothing left to do: an empty list.
 * @throws Failure INVALID_WISH when the wish gives an existing node another chain or key: that is another node, and touching this one is refused.
 */
export function planNode(view: NodeView): readonly Step[] {
  const { wish, local } = view;
  if (local?.spec && (local.spec.chainId !== wish.chainId || local.spec.nodeKey !== wish.nodeKey)) {
    throw new Failure('INVALID_WISH', 'The wish gives a node that exists another chain or other keys; it was left as it is.');
  }
  return kindsFor(view).map((kind) => ({ kind, node: wish }));
}

function kindsFor(view: NodeView): readonly StepKind[] {
  const { wish, local, wanted } = view;
  if (wish.wish === 'absent') return removal(view);
  if (!wanted) return ['prepare'];
  const start: readonly StepKind[] = wish.wish === 'running' ? ['start'] : [];
  if (!local?.spec || specHash(local.spec) !== specHash(wanted)) return [...(isAlive(local) ? (['stop'] as const) : []), 'prepare', ...start];
  if (wish.wish === 'stopped') return isAlive(local) ? ['stop'] : [];
  return [...(view.peersCurrent ? [] : (['peers'] as const)), ...(local.life === 'running' ? [] : start)];
}

/** Keys go first: a crash in between then leaves a node that is still found and removed, never keys without a node. */
function removal({ wish, local, keysHere }: NodeView): readonly StepKind[] {
  const steps: StepKind[] = [];
  if (isAlive(local)) steps.push('stop');
  if (wish.removeVolume && keysHere) steps.push('destroy-keys');
  if (local && (local.spec || isAlive(local) || (local.volume && wish.removeVolume))) steps.push('remove');
  return steps;
}

function isAlive(local: LocalNode | undefined): boolean {
  return local !== undefined && local.life !== 'none';
}
