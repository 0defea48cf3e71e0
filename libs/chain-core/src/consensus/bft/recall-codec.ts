import { malformed } from '../../codec/malformed';
import { readWhole, type Reader } from '../../codec/reader';
import { Writer } from '../../codec/writer';
import type { Bytes } from '../../primitives/bytes';
import { EMPTY } from '../../primitives/bytes';
import { decodeCertificate, decodeVote, encodeVote } from '../../protocol/encode-vote';
import type { Certificate, Vote } from '../../protocol/vote';
import { BFT_LIMITS } from './limits';

/** What one seat recalls of another's votes (see recall.ts). */
export interface Recalled {
  /** Encoded; empty: none. */
  readonly finalisation: Bytes;
  readonly votes: readonly Vote[];
  /** Certificates of which the seat is one of the signers. */
  readonly sums: readonly Certificate[];
}

/** Certificates go in encoded, because they were encoded once when they were first held. Without sums their number is left out. */
export function encodeRecalled({ finalisation, votes, sums }: Omit<Recalled, 'sums'> & { readonly sums: readonly Bytes[] }): Bytes {
  const writer = new Writer(256).bytes16(finalisation).u16(votes.length);
  for (const vote of votes) writer.bytes8(encodeVote(vote));
  if (sums.length > 0) writer.u16(sums.length);
  for (const sum of sums) writer.bytes16(sum);
  return writer.finish();
}

/** What somebody answers who has not come to the epoch that is asked about. */
export function recallNothing(): Bytes {
  return encodeRecalled({ finalisation: EMPTY, votes: [], sums: [] });
}

/** Refuses (MALFORMED) what no engine would have sent. */
export function decodeRecalled(bytes: Bytes): Recalled {
  return readWhole(bytes, 'recalled', (reader) => {
    const finalisation = reader.bytes16(65_535, 'recalled.finalisation');
    const votes = reader.many(reader.count(16, BFT_LIMITS.votesMax, 'recalled.votes'), () => decodeVote(reader.bytes8(255, 'recalled.vote')));
    return { finalisation, votes, sums: reader.offset < bytes.length ? readSums(reader) : [] };
  });
}

function readSums(reader: Reader): readonly Certificate[] {
  const count = reader.count(16, BFT_LIMITS.certificatesMax, 'recalled.sums');
  if (count === 0) malformed('recalled.sums', 'none are left out');
  return reader.many(count, () => decodeCertificate(reader.bytes16(65_535, 'recalled.sum')));
}
