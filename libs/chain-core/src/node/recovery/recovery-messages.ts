import { malformed } from '../../codec/malformed';
import { Reader } from '../../codec/reader';
import { Writer } from '../../codec/writer';
import type { Bytes, Hash } from '../../primitives/bytes';
import { LIMITS } from '../../protocol/limits';

/** Where a node stands that may start again, and the fresh key its seat will vote with. */
export interface Ready {
  readonly kind: 'ready';
  readonly height: number;
  readonly blockId: Hash;
  readonly votingKey: Bytes;
  readonly proofOfPossession: Bytes;
}

/** What nodes say to each other about starting again; numbers are on the wire and never reused. */
export type RecoveryMessage =
  | Ready
  /** 2: the proposal, signed by who leads; 3: the approval of another seat. Encoded transactions. */
  | { readonly kind: 'propose' | 'approve'; readonly transaction: Bytes }
  /** 4: the two blocks that end the epoch. Encoded. */
  | { readonly kind: 'blocks'; readonly blocks: readonly [Bytes, Bytes] }
  /** 5: a node key's signature of the second one. */
  | { readonly kind: 'signature'; readonly blockId: Hash; readonly signature: Bytes };

const NUMBERS = { ready: 1, propose: 2, approve: 3, blocks: 4, signature: 5 } as const;
const KEY_BYTES_MAX = 255;

export function encodeRecoveryMessage(message: RecoveryMessage): Bytes {
  const writer = new Writer(256).u8(NUMBERS[message.kind]);
  switch (message.kind) {
    case 'ready':
      return writer.u53(message.height).fixed(message.blockId, 32).bytes8(message.votingKey).bytes8(message.proofOfPossession).finish();
    case 'propose':
    case 'approve':
      return writer.bytes32(message.transaction).finish();
    case 'blocks':
      return writer.bytes32(message.blocks[0]).bytes32(message.blocks[1]).finish();
    case 'signature':
      return writer.fixed(message.blockId, 32).fixed(message.signature, 64).finish();
  }
}

/** @throws Refusal MALFORMED */
export function decodeRecoveryMessage(bytes: Bytes): RecoveryMessage {
  const reader = new Reader(bytes);
  const message = readMessage(reader);
  reader.end('recovery');
  return message;
}

function readMessage(reader: Reader): RecoveryMessage {
  switch (reader.u8('recovery.kind')) {
    case NUMBERS.ready:
      return { kind: 'ready', height: reader.u53('recovery.height'), blockId: reader.fixed(32, 'recovery.blockId'), votingKey: reader.bytes8(KEY_BYTES_MAX, 'recovery.votingKey'), proofOfPossession: reader.bytes8(KEY_BYTES_MAX, 'recovery.proof') };
    case NUMBERS.propose:
      return { kind: 'propose', transaction: reader.bytes32(LIMITS.transactionBytesMax, 'recovery.transaction') };
    case NUMBERS.approve:
      return { kind: 'approve', transaction: reader.bytes32(LIMITS.transactionBytesMax, 'recovery.transaction') };
    case NUMBERS.blocks:
      return { kind: 'blocks', blocks: [reader.bytes32(LIMITS.blockBytesMax, 'recovery.block'), reader.bytes32(LIMITS.blockBytesMax, 'recovery.block')] };
    case NUMBERS.signature:
      return { kind: 'signature', blockId: reader.fixed(32, 'recovery.blockId'), signature: reader.fixed(64, 'recovery.signature') };
    default:
      return malformed('recovery.kind', 'unknown kind');
  }
}
