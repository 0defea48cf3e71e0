import type { Bytes, Hash } from '../primitives/bytes';
import { equalBytes } from '../primitives/bytes';
import { Refusal } from '../primitives/refusal';
import type { SealedBlock } from '../protocol/block';
import { decodeCertificate } from '../protocol/codec';
import { committeeHash } from '../protocol/committee';
import { verifyCertificate } from '../protocol/verify-certificate';
import type { Certificate, Committee } from '../protocol/vote';

/** Whether `certificate` is the committee's own word that exactly this block is final. */
export function verifyFinality(block: Pick<SealedBlock, 'header' | 'id'>, certificate: Bytes, committee: Committee, chainId: Hash): boolean {
  const decoded = readCertificate(certificate);
  if (decoded === undefined || decoded.kind !== 'finalise') return false;
  const { header } = block;
  const sameSubject = equalBytes(decoded.blockId, block.id) && decoded.view === header.view && decoded.epoch === header.epoch;
  const sameChain = equalBytes(header.chainId, chainId) && equalBytes(header.committeeHash, committeeHash(committee));
  return sameSubject && sameChain && verifyCertificate(decoded, committee, chainId);
}

function readCertificate(bytes: Bytes): Certificate | undefined {
  try {
    return decodeCertificate(bytes);
  } catch (error) {
    if (error instanceof Refusal) return undefined;
    throw error;
  }
}
