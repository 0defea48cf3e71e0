import type { Step } from '../plan/plan';
import { prepare } from './prepare';
import { remove } from './remove';
import { start } from './start';
import type { StepParts } from './step-parts';

/** Does one step. Repeating it, also after dying in its middle, does no harm. @throws Failure or what the system threw. */
export function perform(parts: StepParts, { kind, node }: Step): Promise<void> {
  switch (kind) {
    case 'prepare':
      return prepare(parts, node);
    case 'peers':
      return parts.runtime.putPeers(node.nodeId, node.peers);
    case 'start':
      return start(parts, node);
    case 'stop':
      return parts.runtime.stop(node.nodeId);
    case 'destroy-keys':
      return Promise.resolve(parts.keys.destroy(node));
    case 'remove':
      return remove(parts, node);
  }
}
