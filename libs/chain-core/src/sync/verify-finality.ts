import type { Bytes, Hash } from '../primitives/bytes';
import { equalBytes } from '../primitives/bytes';
import { Refusal } from '../primitives/refusal';
import type { SealedBlock } from '../protocol/block';
import { committeeHash } from '../protocol/committee';
import { decodeFinalityProof, finalityFault, isProofOfFinality, type FinalityProof } from '../protocol/finality-proof';
import type { Committee } from '../protocol/vote';

/** Whether `certificate` is the committee's own word that exactly this block is final. */
export function verifyFinality(block: Pick<SealedBlock, 'header' | 'id'>, certificate: Bytes, committee: Committee, chainId: Hash): boolean {
  const decoded = readProof(certificate);
  const { header } = block;
  if (decoded === undefined || !isProofOfFinality(decoded, header)) return false;
  const sameSubject = equalBytes(decoded.blockId, block.id) && decoded.view === header.view && decoded.epoch === header.epoch;
  const sameChain = equalBytes(header.chainId, chainId) && equalBytes(header.committeeHash, committeeHash(committee));
  return sameSubject && sameChain && finalityFault(decoded, committee, chainId) === undefined;
}

function readProof(bytes: Bytes): FinalityProof | undefined {
  try {
    return decodeFinalityProof(bytes);
  } catch (error) {
    if (error instanceof Refusal) return undefined;
    throw error;
  }
}
