import type { DesiredNode } from '@bystack/api';
import type { StepParts } from './step-parts';

/** Lets go of a node; if its data goes too, nothing is expected of it any more. */
export async function remove({ runtime, seen }: StepParts, { nodeId, removeVolume }: DesiredNode): Promise<void> {
  await runtime.remove(nodeId, removeVolume);
  if (removeVolume) seen.forget(nodeId);
}
