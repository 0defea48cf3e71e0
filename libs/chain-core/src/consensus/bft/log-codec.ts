import type { Bytes } from '../../primitives/bytes';
import { concatBytes } from '../../primitives/bytes';
import { readWhole, type Reader } from '../../codec/reader';
import { Writer } from '../../codec/writer';
import { malformed } from '../../codec/malformed';
import { decodeCertificate, decodeVote, encodeVote } from '../../protocol/encode-vote';
import type { Certificate, Vote } from '../../protocol/vote';

/** Records of the durable log. Numbers are on disk and are never reused. */
const TAGS = { vote: 1, certificate: 2, block: 3 } as const;
const NO_LIMIT = 2 ** 32 - 1;

export type LogRecord =
  | { readonly kind: 'vote'; readonly vote: Vote }
  | { readonly kind: 'certificate'; readonly certificate: Certificate }
  /** A notarise vote, with the block it is for and the signature of the leader's own vote: both of one scheme. */
  | { readonly kind: 'block'; readonly vote: Vote; readonly leaderSignature: Bytes; readonly block: Bytes };

export function encodeVoteRecord(vote: Vote): Bytes {
  return new Writer(160).u8(TAGS.vote).bytes8(encodeVote(vote)).finish();
}

export function encodeCertificateRecord(encoded: Bytes): Bytes {
  return new Writer(encoded.length + 8).u8(TAGS.certificate).bytes16(encoded).finish();
}

export function encodeBlockRecord(vote: Vote, leaderSignature: Bytes, block: Bytes): Bytes {
  const head = new Writer(256).u8(TAGS.block).bytes8(encodeVote(vote)).fixed(leaderSignature, vote.signature.length).u32(block.length).finish();
  return concatBytes(head, block);
}

/** Refuses (MALFORMED) what this engine never wrote. */
export function decodeRecord(bytes: Bytes): LogRecord {
  return readWhole(bytes, 'record', readRecord);
}

function readRecord(reader: Reader): LogRecord {
  const tag = reader.u8('tag');
  switch (tag) {
    case TAGS.vote:
      return { kind: 'vote', vote: decodeVote(reader.bytes8(255, 'vote')) };
    case TAGS.certificate:
      return { kind: 'certificate', certificate: decodeCertificate(reader.bytes16(65_535, 'certificate')) };
    case TAGS.block:
      return readBlockRecord(reader);
    default:
      return malformed('tag', 'no such record');
  }
}

function readBlockRecord(reader: Reader): LogRecord {
  const vote = decodeVote(reader.bytes8(255, 'vote'));
  const leaderSignature = reader.fixed(vote.signature.length, 'leaderSignature');
  return { kind: 'block', vote, leaderSignature, block: reader.bytes32(NO_LIMIT, 'block') };
}
