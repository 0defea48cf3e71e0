import { splitPrefixed } from '../codec/prefixed-list';
import type { Bytes } from '../primitives/bytes';
import type { SealedBlock } from '../protocol/block';
import { SNAPSHOT } from './limits';
import { readBlock } from './read-block';
import { decodeHandOverStep, decodeSnapshotHead, type HandOverStep, type SnapshotHead } from './snapshot-head';

/** What a staging's head says. */
export interface StagedHead {
  readonly head: SnapshotHead;
  readonly block: SealedBlock;
  /** From the committee that was trusted here on. */
  readonly handOvers: readonly HandOverStep[];
}

/** It was proved before it was kept. */
export function openStagedHead(bytes: Bytes | undefined): StagedHead | undefined {
  const [encoded, ...steps] = (bytes && splitPrefixed(bytes, 1 + SNAPSHOT.handOversMax)) ?? [];
  const head = encoded && decodeSnapshotHead(encoded);
  const block = head && readBlock(head.block);
  return block && { head: head!, block, handOvers: steps.flatMap((step) => decodeHandOverStep(step) ?? []) };
}
