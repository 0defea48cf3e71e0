import type { Message } from '../../../consensus/bft/message-codec';
import type { Bytes, Hash } from '../../../primitives/bytes';
import type { VoteSubject } from '../../../protocol/vote';
import { readMessage } from '../read-message';
import { readSimBlock, type SimBlock } from '../sim-block';
import type { Envelope } from '../world';

/** What an envelope says about views and blocks. */
export interface Overheard {
  readonly view: number;
  readonly blockId: Hash;
  readonly block: SimBlock | undefined;
}

/** Reads what Byzantine seats act on out of an envelope: its proposal or its votes for blocks. */
export function overhear(envelope: Envelope): readonly Overheard[] {
  const message = envelope.kind === 'engine' ? read(envelope.bytes) : undefined;
  if (message === undefined) return [];
  if (message.kind === 'proposal') {
    const block = readSimBlock(message.block);
    return block === undefined ? [] : [{ view: block.view, blockId: block.id, block }];
  }
  if (message.kind === 'partial' || message.kind === 'certificate') return aboutBlock(message.kind === 'partial' ? message.partial : message.certificate);
  const votes = message.kind === 'vote' ? [message.vote] : message.kind === 'stand' ? message.votes : [];
  return votes.filter((vote) => vote.kind !== 'nullify').map((vote) => ({ view: vote.view, blockId: vote.blockId, block: undefined }));
}

function aboutBlock({ kind, view, blockId }: VoteSubject): readonly Overheard[] {
  return kind === 'nullify' ? [] : [{ view, blockId, block: undefined }];
}

/** Another liar's bytes may be nothing at all. */
function read(bytes: Bytes): Message | undefined {
  try {
    return readMessage(bytes);
  } catch {
    return undefined;
  }
}
