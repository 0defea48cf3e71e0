import type { Bytes, Hash } from '../../../primitives/bytes';
import { equalBytes } from '../../../primitives/bytes';
import { decodeCertificate } from '../../../protocol/encode-vote';
import { certificateFault } from '../../../protocol/verify-certificate';
import type { EpochBlock } from './epoch-block';
import type { PlannedEpoch } from './epoch-plan';

/** Whether a committee vouches for exactly this block. */
export function certifies({ committee, keys }: PlannedEpoch, encoded: Bytes, block: EpochBlock, chainId: Hash): boolean {
  const certificate = decodeCertificate(encoded);
  const isAbout = certificate.kind === 'finalise' && certificate.view === block.view && equalBytes(certificate.blockId, block.id);
  return isAbout && certificateFault(certificate, committee, chainId, { scheme: keys.scheme }) === undefined;
}
