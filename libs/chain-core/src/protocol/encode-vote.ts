import { malformed } from '../codec/malformed';
import { Reader } from '../codec/reader';
import { Writer } from '../codec/writer';
import type { Bytes, Signature } from '../primitives/bytes';
import { VOTE_KIND_NUMBERS, ZERO_HASH } from './ids';
import { equalBytes } from '../primitives/bytes';
import { LIMITS } from './limits';
import type { Certificate, Vote, VoteKind, VoteSubject } from './vote';

const KINDS = new Map<number, VoteKind>(Object.entries(VOTE_KIND_NUMBERS).map(([kind, number]) => [number, kind as VoteKind]));

export function encodeVote(vote: Vote): Bytes {
  const writer = new Writer(160);
  writeSubject(writer, vote);
  return writer.u16(vote.seat).fixed(vote.signature, 64).finish();
}

export function decodeVote(bytes: Bytes): Vote {
  const reader = new Reader(bytes);
  const subject = readSubject(reader, 'vote');
  const seat = reader.u16('vote.seat');
  const signature = reader.fixed(64, 'vote.signature').slice();
  reader.end('vote');
  return { ...subject, seat, signature };
}

export function encodeCertificate(certificate: Certificate): Bytes {
  const writer = new Writer(64 + certificate.signatures.length * 64 + 64);
  writeSubject(writer, certificate);
  writer.bytes8(certificate.signers).u16(certificate.signatures.length);
  for (const signature of certificate.signatures) writer.fixed(signature, 64);
  return writer.finish();
}

/** The bitmap's length, its trailing bits and the number of signatures are judged by verifyCertificate, which knows the committee. */
export function decodeCertificate(bytes: Bytes): Certificate {
  const reader = new Reader(Uint8Array.prototype.slice.call(bytes));
  const subject = readSubject(reader, 'certificate');
  const signers = reader.bytes8(LIMITS.committeeSeatsMax / 8, 'certificate.signers');
  const signatures: Signature[] = [];
  const count = reader.count(16, LIMITS.committeeSeatsMax, 'certificate.signatures');
  for (let i = 0; i < count; i += 1) signatures.push(reader.fixed(64, 'certificate.signatures'));
  reader.end('certificate');
  return { ...subject, signers, signatures };
}

export function writeSubject(writer: Writer, subject: VoteSubject): void {
  writer.u8(VOTE_KIND_NUMBERS[subject.kind]).u32(subject.epoch).u53(subject.view).fixed(subject.blockId, 32);
}

export function readSubject(reader: Reader, field: string): VoteSubject {
  const kind = KINDS.get(reader.u8(`${field}.kind`)) ?? malformed(`${field}.kind`, 'unknown kind of vote');
  const epoch = reader.u32(`${field}.epoch`);
  const view = reader.u53(`${field}.view`);
  const blockId = reader.fixed(32, `${field}.blockId`).slice();
  if (kind === 'nullify' && !equalBytes(blockId, ZERO_HASH)) malformed(`${field}.blockId`, 'a nullify vote names no block');
  return { kind, epoch, view, blockId };
}
