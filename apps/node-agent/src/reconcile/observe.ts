import type { DesiredNode, NodeState, ObservedNode } from '@bystack/api';
import { Failure } from '../failure';
import type { StepKind } from '../plan/plan';
import type { LocalNode } from '../runtimes/runtime';
import type { HostWish } from '../wish/read-desired';
import type { Work } from './reconciler';
import type { SeenStatus } from './status-poller';

export interface Sight {
  readonly desired: HostWish | undefined;
  readonly locals: ReadonlyMap<string, LocalNode>;
  readonly workOf: (nodeId: string) => Work;
  readonly statusOf: (nodeId: string) => SeenStatus | undefined;
  readonly nowMs: number;
}

/** Every node that is wished for or found here, as it is. */
export function observe(sight: Sight): ObservedNode[] {
  const wishes = sight.desired?.nodes ?? [];
  const refused = sight.desired?.refused ?? [];
  const spoken = new Set([...wishes, ...refused].map((node) => node.nodeId));
  return [
    ...wishes.map((wish) => observeWished(sight, wish)),
    ...refused.map((wish) => observeLocal(sight, wish.nodeId, { chainId: wish.chainId, generation: wish.generation, refusal: new Failure('INVALID_WISH', `The wish cannot be used: ${wish.detail}.`) })),
    ...[...sight.locals.values()].filter((local) => !spoken.has(local.nodeId)).map((local) => observeLocal(sight, local.nodeId, { chainId: '', generation: 0 })),
  ];
}

function observeWished(sight: Sight, wish: DesiredNode): ObservedNode {
  return observeLocal(sight, wish.nodeId, { chainId: wish.chainId, generation: wish.generation, nodeKey: wish.nodeKey });
}

interface Asked {
  readonly chainId: string;
  readonly generation: number;
  readonly nodeKey?: string;
  readonly refusal?: Failure;
}

function observeLocal(sight: Sight, nodeId: string, asked: Asked): ObservedNode {
  const local = sight.locals.get(nodeId);
  const work = sight.workOf(nodeId);
  const problem = asked.refusal ?? work.problem;
  const running = local?.life === 'running';
  const status = running ? sight.statusOf(nodeId) : undefined;
  return {
    nodeId,
    chainId: local?.spec?.chainId ?? asked.chainId,
    state: stateOf(local, work.doing, problem),
    generation: asked.generation,
    nodeKey: local?.spec?.nodeKey ?? asked.nodeKey ?? '',
    restarts: local?.restarts ?? 0,
    observedAtMs: sight.nowMs,
    ...(local?.spec && { address: local.spec.address }),
    ...(local?.ref !== undefined && { runtimeRef: local.ref }),
    ...(local?.startedAtMs !== undefined && { startedAtMs: local.startedAtMs }),
    ...(status && { status }),
    ...(problem && { problem: { code: problem.code, detail: problem.detail } }),
  };
}

const DOING: Readonly<Partial<Record<StepKind, NodeState>>> = { prepare: 'preparing', start: 'starting', stop: 'stopping', 'destroy-keys': 'removing', remove: 'removing' };

/** What is, never what was asked: a node at work on a step is in between, then its life says it. */
export function stateOf(local: LocalNode | undefined, doing: StepKind | undefined, problem: Failure | undefined): NodeState {
  const between = doing && DOING[doing];
  if (between) return between;
  if (local && local.life !== 'none') return local.life;
  if (problem) return 'failed';
  return local?.spec ? 'stopped' : 'absent';
}
