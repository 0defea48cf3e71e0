import type { DesiredNode } from '@bystack/api';
import type { KeyPool } from '../keys/key-pool';
import type { SeenNodes } from '../reconcile/seen-nodes';
import type { Runtime } from '../runtimes/runtime';
import type { DesiredStore } from '../wish/desired-store';
import type { NodeSpec } from '../wish/node-spec';

/** What steps work with. */
export interface StepParts {
  readonly runtime: Runtime;
  readonly keys: KeyPool;
  readonly seen: SeenNodes;
  readonly desired: DesiredStore;
  readonly nodesMax: number;
}

/** What a node is to be made from here; undefined when its keys are unknown. */
export function wantedSpec(parts: Pick<StepParts, 'keys' | 'runtime'>, node: DesiredNode): NodeSpec | undefined {
  const key = parts.keys.find(node.nodeKey);
  if (!key || key.destroyed) return undefined;
  const { nodeId, chainId, nodeKey, softwareVersion, limits, keepBlocks } = node;
  const { port } = key.record;
  return { nodeId, chainId, nodeKey, softwareVersion, limits, port, address: parts.runtime.addressOf(nodeKey, port), ...(keepBlocks !== undefined && { keepBlocks }) };
}
