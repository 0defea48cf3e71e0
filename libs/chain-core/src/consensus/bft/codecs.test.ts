import fc from 'fast-check';
import { concatBytes, type Bytes } from '../../primitives/bytes';
import { Refusal } from '../../primitives/refusal';
import { encodeCertificate } from '../../protocol/encode-vote';
import { ZERO_HASH } from '../../protocol/ids';
import type { Certificate, Vote, VoteKind } from '../../protocol/vote';
import { decodeRecord, encodeBlockRecord, encodeCertificateRecord, encodeVoteRecord } from './log-codec';
import { decodeMessage, encodeCertificateMessage, encodeFollow, encodePartial, encodeProposal, encodeStand, encodeVoteMessage, encodeWantBlock, encodeWantCertificates } from './message-codec';

const BLOCK_BYTES_MAX = 300;
const bytes = (length: number): fc.Arbitrary<Bytes> => fc.uint8Array({ minLength: length, maxLength: length });
const views = fc.nat({ max: Number.MAX_SAFE_INTEGER });
const subjects = fc
  .record({ kind: fc.constantFrom<VoteKind>('notarise', 'nullify', 'finalise'), epoch: fc.nat(), view: views, blockId: bytes(32) })
  .map((subject) => (subject.kind === 'nullify' ? { ...subject, blockId: ZERO_HASH } : subject));
const votes: fc.Arbitrary<Vote> = fc.record({ subject: subjects, seat: fc.nat({ max: 65_535 }), signature: fc.oneof(bytes(64), bytes(96)) }).map(({ subject, ...rest }) => ({ ...subject, ...rest }));
const certificates: fc.Arbitrary<Certificate> = fc
  .record({ subject: subjects, signers: fc.uint8Array({ maxLength: 8 }), signatures: fc.array(bytes(64), { maxLength: 5 }) })
  .map(({ subject, signers, signatures }) => ({ ...subject, scheme: 'ed25519', signers, proof: concatBytes(...signatures) }));
const blocks = fc.uint8Array({ maxLength: BLOCK_BYTES_MAX });
/** Typed arrays of any kind compare by content. */
const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value, (_, it) => (it instanceof Uint8Array ? Array.from(it) : it)));

describe('messages', () => {
  const cases: [string, fc.Arbitrary<{ encoded: Bytes; expected: unknown }>][] = [
    ['proposal', fc.tuple(fc.array(certificates, { maxLength: 4 }), fc.oneof(bytes(64), bytes(96)), blocks).map(([held, leaderSignature, block]) => ({ encoded: encodeProposal(held.map(encodeCertificate), leaderSignature, block), expected: { kind: 'proposal', certificates: held, leaderSignature, block } }))],
    ['vote', votes.map((vote) => ({ encoded: encodeVoteMessage(vote), expected: { kind: 'vote', vote } }))],
    ['stand', fc.tuple(fc.boolean(), views, views, fc.array(certificates, { maxLength: 4 }), fc.array(votes, { maxLength: 4 })).map(([isAnswer, view, finalView, held, cast]) => ({ encoded: encodeStand({ isAnswer, view, finalView, certificates: held.map(encodeCertificate), votes: cast }), expected: { kind: 'stand', isAnswer, view, finalView, certificates: held, votes: cast } }))],
    ['partial', certificates.map((partial) => ({ encoded: encodePartial(encodeCertificate(partial)), expected: { kind: 'partial', partial } }))],
    ['certificate', certificates.map((certificate) => ({ encoded: encodeCertificateMessage(encodeCertificate(certificate)), expected: { kind: 'certificate', certificate } }))],
    ['follow', fc.option(fc.nat({ max: 1023 }), { nil: undefined }).map((gateway) => ({ encoded: encodeFollow(gateway), expected: { kind: 'follow', gateway } }))],
    ['want-block', bytes(32).map((blockId) => ({ encoded: encodeWantBlock(blockId), expected: { kind: 'want-block', blockId } }))],
    ['want-certificates', fc.tuple(views, views).map(([firstView, lastView]) => ({ encoded: encodeWantCertificates(firstView, lastView), expected: { kind: 'want-certificates', firstView, lastView } }))],
  ];

  it.each(cases)('%s comes back as it was, and no shorter or longer bytes do', (_, arbitrary) => {
    fc.assert(
      fc.property(arbitrary, fc.nat(), ({ encoded, expected }, cut) => {
        expect(plain(decodeMessage(encoded, BLOCK_BYTES_MAX))).toEqual(plain(expected));
        expect(() => decodeMessage(encoded.subarray(0, cut % encoded.length), BLOCK_BYTES_MAX)).toThrow(Refusal);
        expect(() => decodeMessage(Uint8Array.of(...encoded, 0), BLOCK_BYTES_MAX)).toThrow(Refusal);
      }),
    );
  });

  it('refuses whatever else it is given, and throws nothing but refusals', () => {
    const noise = fc.tuple(fc.constantFrom(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 255), fc.uint8Array({ maxLength: 400 })).map(([tag, rest]) => Uint8Array.of(tag, ...rest));
    fc.assert(
      fc.property(noise, (message) => {
        try {
          decodeMessage(message, BLOCK_BYTES_MAX);
        } catch (error) {
          expect(error).toBeInstanceOf(Refusal);
        }
      }),
      { numRuns: 3000 },
    );
  });

  it('refuses a block beyond the limit', () => {
    expect(() => decodeMessage(encodeProposal([], new Uint8Array(64), new Uint8Array(BLOCK_BYTES_MAX + 1)), BLOCK_BYTES_MAX)).toThrow(Refusal);
  });
});

describe('log records', () => {
  it('come back as they were', () => {
    fc.assert(
      fc.property(votes, certificates, bytes(96), blocks, (vote, certificate, bytesOfLeader, block) => {
        const leaderSignature = bytesOfLeader.slice(0, vote.signature.length);
        expect(plain(decodeRecord(encodeVoteRecord(vote)))).toEqual(plain({ kind: 'vote', vote }));
        expect(plain(decodeRecord(encodeCertificateRecord(encodeCertificate(certificate))))).toEqual(plain({ kind: 'certificate', certificate }));
        expect(plain(decodeRecord(encodeBlockRecord(vote, leaderSignature, block)))).toEqual(plain({ kind: 'block', vote, leaderSignature, block }));
      }),
    );
  });

  it('refuse what no engine wrote', () => {
    for (const record of [[], [0], [9, 1], [1], [3, 0, 0]]) expect(() => decodeRecord(Uint8Array.from(record))).toThrow(Refusal);
  });
});
