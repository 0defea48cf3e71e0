import { malformed } from '../codec/malformed';
import { Reader } from '../codec/reader';
import { Writer } from '../codec/writer';
import type { Bytes } from '../primitives/bytes';
import { SCHEME_FORMS } from './certificate-scheme';
import { VOTE_KIND_NUMBERS, ZERO_HASH } from './ids';
import { equalBytes } from '../primitives/bytes';
import { LIMITS } from './limits';
import type { Certificate, Vote, VoteKind, VoteSubject } from './vote';

const KINDS = new Map<number, VoteKind>(Object.entries(VOTE_KIND_NUMBERS).map(([kind, number]) => [number, kind as VoteKind]));

const { ed25519, bls } = SCHEME_FORMS;
/** Stands where the number of Ed25519 signatures would, which is never so high: one BLS signature follows. */
const ONE_SUM = 0xff00 | bls.number;

/** The signature is the rest of the bytes: its length tells the scheme. */
export function encodeVote(vote: Vote): Bytes {
  const writer = new Writer(160);
  writeSubject(writer, vote);
  return writer.u16(vote.seat).fixed(vote.signature, signatureBytes(vote.signature.length)).finish();
}

export function decodeVote(bytes: Bytes): Vote {
  const reader = new Reader(bytes);
  const subject = readSubject(reader, 'vote');
  const seat = reader.u16('vote.seat');
  const signature = reader.fixed(signatureBytes(bytes.length - reader.offset), 'vote.signature').slice();
  reader.end('vote');
  return { ...subject, seat, signature };
}

function signatureBytes(given: number): number {
  return given === bls.signatureBytes ? given : ed25519.signatureBytes;
}

export function encodeCertificate(certificate: Certificate): Bytes {
  const { scheme, signers, proof } = certificate;
  const writer = new Writer(160 + proof.length);
  writeSubject(writer, certificate);
  writer.bytes8(signers);
  if (scheme === 'bls') return writer.u16(ONE_SUM).fixed(proof, bls.signatureBytes).finish();
  return writer.u16(proof.length / ed25519.signatureBytes).fixed(proof, proof.length).finish();
}

/** The bitmap's length, its trailing bits and the number of signatures are judged by verifyCertificate, which knows the committee. */
export function decodeCertificate(bytes: Bytes): Certificate {
  const reader = new Reader(Uint8Array.prototype.slice.call(bytes));
  const subject = readSubject(reader, 'certificate');
  const signers = reader.bytes8(LIMITS.committeeSeatsMax / 8, 'certificate.signers');
  const count = reader.u16('certificate.signatures');
  const scheme = count === ONE_SUM ? 'bls' : 'ed25519';
  if (scheme === 'ed25519' && count > LIMITS.committeeSeatsMax) malformed('certificate.signatures', `at most ${LIMITS.committeeSeatsMax}`);
  const proof = reader.fixed(scheme === 'bls' ? bls.signatureBytes : count * ed25519.signatureBytes, 'certificate.signatures');
  reader.end('certificate');
  return { ...subject, scheme, signers, proof };
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
