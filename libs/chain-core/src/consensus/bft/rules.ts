import { quorumOf } from '../../protocol/committee';

/** What this seat has voted in one view, over its whole life (restored from the log). Block ids are lower-case hex. */
export interface OwnVotes {
  notarise: string | undefined;
  nullify: boolean;
  finalise: string | undefined;
}

/** The rules that safety rests on; see "Votes a seat may cast" and "Words" in protocol.md. */
export interface BftRules {
  /** Votes that make a certificate in a committee of n. */
  quorum(n: number): number;
  mayNotarise(own: OwnVotes): boolean;
  mayNullify(own: OwnVotes): boolean;
  mayFinalise(own: OwnVotes): boolean;
  /** Whether a vote of a seat that has already voted this way counts again. */
  countsAgain(): boolean;
  /** Whether a block of `view` may stand on a parent of `parentView`. */
  isJustified(parentView: number, view: number, isNullified: (view: number) => boolean): boolean;
  /** Whether a certificate with this many signers is one. */
  enoughSigners(signers: number, n: number): boolean;
}

export const RULES: BftRules = Object.freeze({
  quorum: quorumOf,
  mayNotarise: (own) => own.notarise === undefined,
  mayNullify: (own) => own.finalise === undefined,
  mayFinalise: (own) => own.finalise === undefined && !own.nullify,
  countsAgain: () => false,
  isJustified: allNullifiedBetween,
  enoughSigners: (signers, n) => signers >= quorumOf(n),
} satisfies BftRules);

function allNullifiedBetween(parentView: number, view: number, isNullified: (view: number) => boolean): boolean {
  if (parentView >= view) return false;
  for (let between = view - 1; between > parentView; between -= 1) {
    if (!isNullified(between)) return false;
  }
  return true;
}
