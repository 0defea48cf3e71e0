import { createHash } from 'node:crypto';
import type { DesiredNode } from '@bystack/api';
import { Failure } from '../failure';

/** A chain's id is the SHA-256 of the exact bytes of its genesis document. */
export function chainIdOfBytes(genesis: Uint8Array): string {
  return createHash('sha256').update(genesis).digest('hex');
}

/**
 * @throws Failure unless the document is the chain's and has a seat for the node's own keys: keys cannot be swapped on the way. A node that joins later has none there; its
 * seat comes from the chain, whose validators see its keys before they approve.
 */
export function checkGenesis(node: DesiredNode, genesis: Uint8Array | undefined): Uint8Array {
  if (!genesis || chainIdOfBytes(genesis) !== node.chainId) throw new Failure('GENESIS_MISMATCH', 'The genesis document that arrived does not hash to the id of the chain.');
  const seat = seatsOf(genesis).find((candidate) => candidate?.nodeKey === node.nodeKey);
  if (!seat && node.joins) return genesis;
  if (!seat || (seat.role === 'validator' && seat.votingKey !== node.votingKey)) {
    throw new Failure('GENESIS_WITHOUT_KEY', 'The genesis document has no seat with the keys this node was given.');
  }
  return genesis;
}

interface LooseSeat {
  readonly nodeKey?: unknown;
  readonly votingKey?: unknown;
  readonly role?: unknown;
}

function seatsOf(genesis: Uint8Array): readonly (LooseSeat | null)[] {
  try {
    const { seats } = JSON.parse(Buffer.from(genesis).toString('utf8')) as { readonly seats?: unknown };
    return Array.isArray(seats) ? (seats as readonly LooseSeat[]) : [];
  } catch {
    return [];
  }
}
