import { hash, taggedHash, taggedHashBinary } from '../crypto/hash';
import { Writer } from '../codec/writer';
import { canonicalJson } from '../codec/json';
import type { Bytes, Hash } from '../primitives/bytes';
import { concatBytes, EMPTY, utf8 } from '../primitives/bytes';
import type { Json } from '../primitives/json';
import { writeKeysLock } from './encode-lock';
import type { GenesisDocument } from './genesis';
import type { AssetDefinition } from './transaction';
import type { VoteKind, VoteSubject } from './vote';

// Tags are on the wire: a changed tag is another protocol.
const TRANSACTION_SIGNATURE = utf8('bystack/sign-transaction/1');
const VOTE_SIGNATURE = utf8('bystack/sign-vote/1');
const POSSESSION_SIGNATURE = utf8('bystack/sign-possession/1');
const RESTART_SIGNATURE = utf8('bystack/sign-restart/1');
const KEY_CHANGE_SIGNATURE = utf8('bystack/sign-key-change/1');

/** 32 zero bytes: the parent of genesis, and what a `nullify` vote names. */
export const ZERO_HASH: Hash = new Uint8Array(32);

/** @param bodyBytes encoded body, without signatures. */
export function transactionId(bodyBytes: Bytes): Hash {
  return taggedHash('bystack/transaction/1', bodyBytes);
}

/** The same as a binary string: what maps of transactions are keyed by. */
export function transactionKey(bodyBytes: Bytes): string {
  return taggedHashBinary('bystack/transaction/1', bodyBytes);
}

/** @param headerBytes encoded header. */
export function blockId(headerBytes: Bytes): Hash {
  return taggedHash('bystack/block/1', headerBytes);
}

/** The plain SHA-256 of the canonical genesis document, so that `sha256sum genesis.json` shows it too. */
export function chainIdOf(genesis: GenesisDocument): Hash {
  return hash(canonicalJson(genesis as unknown as Json));
}

export function assetId(definition: AssetDefinition): Hash {
  const writer = new Writer(128 + definition.document.length);
  writeKeysLock(writer, definition.issuer);
  return taggedHash('bystack/asset/1', writer.finish(), definition.document);
}

/** The asset that a chain of proof of work gives its miners. No transaction can issue it: other ids are hashes under another tag. */
export function nativeAssetId(chainId: Hash): Hash {
  return taggedHash('bystack/native-asset/1', chainId);
}

/** Stands for a transaction where an output was made by a block itself: its reward, or in genesis its allocations. */
export function coinbaseId(chainId: Hash, height: number, parentId: Hash): Hash {
  return taggedHash('bystack/coinbase/1', new Writer(72).fixed(chainId, 32).u53(height).fixed(parentId, 32).finishBriefly());
}

/** Stands for a transaction where outputs were made by modules at the end of a block: counted through all of them, in the order in which they ran. */
export function blockEffectsId(chainId: Hash, height: number, parentId: Hash): Hash {
  return taggedHash('bystack/block-effects/1', new Writer(72).fixed(chainId, 32).u53(height).fixed(parentId, 32).finishBriefly());
}

/** What a transaction's signers sign: the chain and, through its id, the whole body. */
export function transactionSigningBytes(chainId: Hash, txId: Hash): Bytes {
  return concatBytes(TRANSACTION_SIGNATURE, chainId, txId);
}

/** Numbers of vote kinds, signed and on the wire: never reused. */
export const VOTE_KIND_NUMBERS: Readonly<Record<VoteKind, number>> = { notarise: 1, nullify: 2, finalise: 3 };

/** Stands where a certificate of votes has their kind; no vote is of it. */
export const RESTART_KIND_NUMBER = 4;

/** What a node key signs to let a new epoch begin after this block, when the votes of the old one are lost. */
export function restartSigningBytes(chainId: Hash, { epoch, view, blockId }: Omit<VoteSubject, 'kind'>): Bytes {
  const writer = new Writer(128).fixed(RESTART_SIGNATURE, RESTART_SIGNATURE.length).fixed(chainId, 32);
  return writer.u32(epoch).u53(view).fixed(blockId, 32).finish();
}

/** What a voter signs. */
export function voteSigningBytes(chainId: Hash, subject: VoteSubject): Bytes {
  const writer = new Writer(128).fixed(VOTE_SIGNATURE, VOTE_SIGNATURE.length).fixed(chainId, 32);
  return writer.u32(subject.epoch).u53(subject.view).u8(VOTE_KIND_NUMBERS[subject.kind]).fixed(subject.blockId, 32).finish();
}

/** What a voting key signs to show that its holder also holds the node key. It names no chain: the key is made before the chain is. */
export function possessionSigningBytes(nodeKey: Bytes, votingKey: Bytes = EMPTY): Bytes {
  return concatBytes(POSSESSION_SIGNATURE, nodeKey, votingKey);
}

/** What the voting key of a seat signs to name another one, of whatever scheme, in its place: bound to the chain and the epoch it is said in. */
export function keyChangeSigningBytes(chainId: Hash, epoch: number, nodeKey: Bytes, nextVotingKey: Bytes): Bytes {
  const writer = new Writer(192).fixed(KEY_CHANGE_SIGNATURE, KEY_CHANGE_SIGNATURE.length).fixed(chainId, 32).u32(epoch);
  return writer.fixed(nodeKey, 32).bytes8(nextVotingKey).finish();
}
