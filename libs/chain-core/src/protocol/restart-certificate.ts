import { malformed } from '../codec/malformed';
import { Reader } from '../codec/reader';
import { Writer } from '../codec/writer';
import { sign, verify, type KeyPair } from '../crypto/sign';
import type { Bytes, Hash } from '../primitives/bytes';
import type { CertificateFault } from './verify-certificate';
import { quorumOf } from './committee';
import { RESTART_KIND_NUMBER, restartSigningBytes } from './ids';
import { LIMITS } from './limits';
import { readSigners, writeSigners } from './signers';
import type { Committee } from './vote';

/** The last block of an epoch in which nobody may vote any more. */
export interface RestartSubject {
  readonly epoch: number;
  readonly view: number;
  readonly blockId: Hash;
}

/**
 * What makes the last block of an epoch final when the votes of that epoch are lost: a quorum's *node* keys signed it, which never vote. See "Starting again" in
 * consensus/bft/epochs.md.
 */
export interface RestartCertificate extends RestartSubject {
  readonly kind: 'restart';
  /** Bitmap of places in the committee. */
  readonly signers: Bytes;
  /** Ed25519 signatures, in the order of the signers. */
  readonly proof: Bytes;
}

const SIGNATURE_BYTES = 64;

export function signRestart(chainId: Hash, subject: RestartSubject, nodeKeys: KeyPair): Bytes {
  return sign(restartSigningBytes(chainId, subject), nodeKeys);
}

export function verifyRestartSignature(chainId: Hash, subject: RestartSubject, nodeKey: Bytes, signature: Bytes): boolean {
  return signature.length === SIGNATURE_BYTES && verify(signature, restartSigningBytes(chainId, subject), nodeKey);
}

/** @param signatures by place in the committee of `seats` seats */
export function makeRestartCertificate({ epoch, view, blockId }: RestartSubject, signatures: ReadonlyMap<number, Bytes>, seats: number): RestartCertificate {
  const places = [...signatures.keys()].sort((a, b) => a - b);
  return { kind: 'restart', epoch, view, blockId, signers: writeSigners(places, seats), proof: Buffer.concat(places.map((place) => signatures.get(place)!)) };
}

/** Begins like a certificate of votes, with a kind of its own. */
export function encodeRestartCertificate({ epoch, view, blockId, signers, proof }: RestartCertificate): Bytes {
  const writer = new Writer(160 + proof.length).u8(RESTART_KIND_NUMBER).u32(epoch).u53(view).fixed(blockId, 32);
  return writer.bytes8(signers).u16(proof.length / SIGNATURE_BYTES).fixed(proof, proof.length).finish();
}

export function decodeRestartCertificate(bytes: Bytes): RestartCertificate {
  const reader = new Reader(Uint8Array.prototype.slice.call(bytes));
  if (reader.u8('restart.kind') !== RESTART_KIND_NUMBER) malformed('restart.kind', 'it is no certificate of a restart');
  const subject = { epoch: reader.u32('restart.epoch'), view: reader.u53('restart.view'), blockId: reader.fixed(32, 'restart.blockId') };
  const signers = reader.bytes8(LIMITS.committeeSeatsMax / 8, 'restart.signers');
  const proof = reader.fixed(reader.count(16, LIMITS.committeeSeatsMax, 'restart.signatures') * SIGNATURE_BYTES, 'restart.signatures');
  reader.end('restart');
  return { kind: 'restart', ...subject, signers, proof };
}

/** Why it is worth nothing; undefined when a quorum of the committee's nodes signed it. The first fault in the order of CertificateFault's names. */
export function restartFault(certificate: RestartCertificate, { epoch, seats }: Committee, chainId: Hash): CertificateFault | undefined {
  if (certificate.epoch !== epoch) return 'WRONG_EPOCH';
  const places = readSigners(certificate.signers, seats.length);
  if (places === undefined) return 'BAD_SIGNER_BITMAP';
  if (places.length < quorumOf(seats.length)) return 'NO_QUORUM';
  if (certificate.proof.length !== places.length * SIGNATURE_BYTES) return 'SIGNATURE_COUNT';
  const holds = places.every((place, i) => verifyRestartSignature(chainId, certificate, seats[place]!.nodeKey, certificate.proof.subarray(i * SIGNATURE_BYTES, (i + 1) * SIGNATURE_BYTES)));
  return holds ? undefined : 'BAD_SIGNATURE';
}
