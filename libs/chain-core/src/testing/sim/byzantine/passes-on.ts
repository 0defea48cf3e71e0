import { decodeMessage } from '../../../consensus/bft/message-codec';
import type { Bytes } from '../../../primitives/bytes';
import { readSimBlock, SIM_BLOCK_BYTES_MAX } from '../sim-block';

/** Whether this is what a gateway passes on for others: their votes, certificates, or another leader's proposal. */
export function passesOn(seat: number, bytes: Bytes): boolean {
  const message = decodeMessage(bytes, SIM_BLOCK_BYTES_MAX);
  if (message.kind === 'proposal') return readSimBlock(message.block)?.proposer !== seat;
  return message.kind === 'partial' || message.kind === 'certificate';
}
