import type { DesiredNode } from '@bystack/api';
import { asFailure } from '../failure';
import { LIMITS } from '../limits';
import { prepare } from './prepare';
import type { StepParts } from './step-parts';

/** Starts the node, and tells it what it was seen with before. If a stranger has its port it moves to another one, which its peers learn through the control plane. */
export async function start(parts: StepParts, node: DesiredNode): Promise<void> {
  await parts.runtime.putSeen(node.nodeId, parts.seen.of(node.nodeId) ?? null);
  for (let tries = 1; ; tries += 1) {
    try {
      return await parts.runtime.start(node.nodeId);
    } catch (error) {
      if (asFailure(error).code !== 'PORT_TAKEN' || tries >= LIMITS.portTriesMax) throw error;
      await parts.keys.movePort(node.nodeKey);
      await prepare(parts, node);
    }
  }
}
