import type { Bytes, Hash } from '../primitives/bytes';
import type { BlockHeader } from './block';
import { decodeCertificate, encodeCertificate } from './encode-vote';
import { endsEpoch, isClosing } from './epoch';
import { RESTART_KIND_NUMBER } from './ids';
import { decodeRestartCertificate, encodeRestartCertificate, restartFault, type RestartCertificate } from './restart-certificate';
import { certificateFault, type CertificateFault } from './verify-certificate';
import type { Certificate, Committee } from './vote';

/** What makes a block final: votes, or, of the last block of an epoch alone, a restart. */
export type FinalityProof = Certificate | RestartCertificate;

/** @throws Refusal MALFORMED */
export function decodeFinalityProof(bytes: Bytes): FinalityProof {
  return bytes[0] === RESTART_KIND_NUMBER ? decodeRestartCertificate(bytes) : decodeCertificate(bytes);
}

export function encodeFinalityProof(proof: FinalityProof): Bytes {
  return proof.kind === 'restart' ? encodeRestartCertificate(proof) : encodeCertificate(proof);
}

/** Whether it can make this block final at all, whoever signed it. */
export function isProofOfFinality({ kind }: FinalityProof, header: BlockHeader): boolean {
  return kind === 'finalise' || (kind === 'restart' && endsEpoch(header) && !isClosing(header));
}

/** Why the proof's signatures are not those of a quorum of the committee; undefined when they are. */
export function finalityFault(proof: FinalityProof, committee: Committee, chainId: Hash): CertificateFault | undefined {
  return proof.kind === 'restart' ? restartFault(proof, committee, chainId) : certificateFault(proof, committee, chainId);
}
