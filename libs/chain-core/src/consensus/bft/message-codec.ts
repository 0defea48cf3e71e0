import type { Bytes, Hash } from '../../primitives/bytes';
import { concatBytes } from '../../primitives/bytes';
import { readWhole, type Reader } from '../../codec/reader';
import { Writer } from '../../codec/writer';
import { malformed } from '../../codec/malformed';
import { SCHEME_FORMS } from '../../protocol/certificate-scheme';
import { decodeCertificate, decodeVote, encodeVote } from '../../protocol/encode-vote';
import type { Certificate, Vote } from '../../protocol/vote';
import { BFT_LIMITS } from './limits';

/** Messages between engines; see "Messages" in protocol.md. Numbers are on the wire and are never reused. */
const TAGS = { proposal: 1, vote: 2, stand: 3, 'want-block': 4, 'want-certificates': 5, 'bls-proposal': 6, partial: 7, certificate: 8, follow: 9 } as const;
/** By the tag of a proposal. */
const SIGNATURE_BYTES = { [TAGS.proposal]: SCHEME_FORMS.ed25519.signatureBytes, [TAGS['bls-proposal']]: SCHEME_FORMS.bls.signatureBytes };
const CERTIFICATE_BYTES_MAX = 65_535;
const VOTE_BYTES_MAX = 255;
const NOBODY = 0xffff;

export interface Proposal {
  readonly kind: 'proposal';
  readonly certificates: readonly Certificate[];
  /** The leader's notarise vote for the block. */
  readonly leaderSignature: Bytes;
  readonly block: Bytes;
}
export interface Stand {
  readonly kind: 'stand';
  /** Sent in answer to somebody who lacked something; never answered itself. */
  readonly isAnswer: boolean;
  readonly view: number;
  readonly finalView: number;
  readonly certificates: readonly Certificate[];
  readonly votes: readonly Vote[];
}
export type Message =
  | Proposal
  | Stand
  | { readonly kind: 'vote'; readonly vote: Vote }
  | { readonly kind: 'want-block'; readonly blockId: Hash }
  | { readonly kind: 'want-certificates'; readonly firstView: number; readonly lastView: number }
  /** Votes a gateway has put together, short of a quorum. */
  | { readonly kind: 'partial'; readonly partial: Certificate }
  | { readonly kind: 'certificate'; readonly certificate: Certificate }
  /** The gateway its sender relies on from now on; undefined: none. */
  | { readonly kind: 'follow'; readonly gateway: number | undefined };

/** Certificates go in encoded, because they were encoded once when they were first held. */
export function encodeProposal(certificates: readonly Bytes[], leaderSignature: Bytes, block: Bytes): Bytes {
  const tag = leaderSignature.length === SCHEME_FORMS.bls.signatureBytes ? TAGS['bls-proposal'] : TAGS.proposal;
  const head = new Writer(160 + certificates.length * 512).u8(tag);
  writeCertificates(head, certificates);
  return concatBytes(head.fixed(leaderSignature, SIGNATURE_BYTES[tag]).u32(block.length).finish(), block);
}

export function encodeVoteMessage(vote: Vote): Bytes {
  return new Writer(160).u8(TAGS.vote).bytes8(encodeVote(vote)).finish();
}

export function encodeStand(stand: Omit<Stand, 'kind' | 'certificates'> & { readonly certificates: readonly Bytes[] }): Bytes {
  const writer = new Writer(1024).u8(TAGS.stand).u8(stand.isAnswer ? 1 : 0).u53(stand.view).u53(stand.finalView);
  writeCertificates(writer, stand.certificates);
  writer.u8(stand.votes.length);
  for (const vote of stand.votes) writer.bytes8(encodeVote(vote));
  return writer.finish();
}

export function encodeWantBlock(blockId: Hash): Bytes {
  return new Writer(40).u8(TAGS['want-block']).fixed(blockId, 32).finish();
}

export function encodeWantCertificates(firstView: number, lastView: number): Bytes {
  return new Writer(24).u8(TAGS['want-certificates']).u53(firstView).u53(lastView).finish();
}

export function encodePartial(encoded: Bytes): Bytes {
  return new Writer(encoded.length + 8).u8(TAGS.partial).bytes16(encoded).finish();
}

export function encodeCertificateMessage(encoded: Bytes): Bytes {
  return new Writer(encoded.length + 8).u8(TAGS.certificate).bytes16(encoded).finish();
}

export function encodeFollow(gateway: number | undefined): Bytes {
  return new Writer(8).u8(TAGS.follow).u16(gateway ?? NOBODY).finish();
}

/** Refuses (MALFORMED) what no engine would have sent. Blocks stay encoded. */
export function decodeMessage(bytes: Bytes, blockBytesMax: number): Message {
  return readWhole(bytes, 'message', (reader) => readMessage(reader, blockBytesMax));
}

function readMessage(reader: Reader, blockBytesMax: number): Message {
  const tag = reader.u8('tag');
  switch (tag) {
    case TAGS.proposal:
    case TAGS['bls-proposal']:
      return { kind: 'proposal', certificates: readCertificates(reader), leaderSignature: reader.fixed(SIGNATURE_BYTES[tag], 'leaderSignature'), block: reader.bytes32(blockBytesMax, 'block') };
    case TAGS.vote:
      return { kind: 'vote', vote: decodeVote(reader.bytes8(VOTE_BYTES_MAX, 'vote')) };
    case TAGS.stand:
      return readStand(reader);
    case TAGS['want-block']:
      return { kind: 'want-block', blockId: reader.fixed(32, 'blockId') };
    case TAGS['want-certificates']:
      return { kind: 'want-certificates', firstView: reader.u53('firstView'), lastView: reader.u53('lastView') };
    case TAGS.partial:
      return { kind: 'partial', partial: decodeCertificate(reader.bytes16(CERTIFICATE_BYTES_MAX, 'partial')) };
    case TAGS.certificate:
      return { kind: 'certificate', certificate: decodeCertificate(reader.bytes16(CERTIFICATE_BYTES_MAX, 'certificate')) };
    case TAGS.follow:
      return readFollow(reader);
    default:
      return malformed('tag', 'no such message');
  }
}

function readFollow(reader: Reader): Message {
  const gateway = reader.u16('gateway');
  return { kind: 'follow', gateway: gateway === NOBODY ? undefined : gateway };
}

function readStand(reader: Reader): Stand {
  const isAnswer = reader.flag('isAnswer');
  const view = reader.u53('view');
  const finalView = reader.u53('finalView');
  const certificates = readCertificates(reader);
  const votes = reader.many(reader.count(8, BFT_LIMITS.votesMax, 'votes'), () => decodeVote(reader.bytes8(VOTE_BYTES_MAX, 'vote')));
  return { kind: 'stand', isAnswer, view, finalView, certificates, votes };
}

function writeCertificates(writer: Writer, certificates: readonly Bytes[]): void {
  writer.u8(certificates.length);
  for (const certificate of certificates) writer.bytes16(certificate);
}

function readCertificates(reader: Reader): Certificate[] {
  return reader.many(reader.count(8, BFT_LIMITS.certificatesMax, 'certificates'), () => decodeCertificate(reader.bytes16(CERTIFICATE_BYTES_MAX, 'certificate')));
}
