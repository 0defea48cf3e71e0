import { decodeMessage, type Message } from '../../consensus/bft/message-codec';
import { RULES, type BftRules } from '../../consensus/bft/rules';
import type { Bytes } from '../../primitives/bytes';
import { SIM_BLOCK_BYTES_MAX } from './sim-block';
import type { CertificateScheme } from '../../protocol/certificate-scheme';
import { TOY_SUMS, type SimKeys } from './sim-keys';
import type { Habits } from './sim-node-options';

/** A bug put in on purpose, to show that the invariants would notice it. Only tests and `npm run sim:mutants` use these. */
export interface PlantedBug {
  readonly name: string;
  /** Who is most likely to show it. */
  readonly attacker?: string;
  readonly rules?: BftRules;
  readonly habits?: Habits;
  readonly keys?: SimKeys;
}

export const PLANTED_BUGS: readonly PlantedBug[] = [
  rule('a quorum is 2f', { quorum: twoF, enoughSigners: (signers, n) => signers >= twoF(n) }),
  rule('the same seat counts twice', { countsAgain: () => true }),
  { ...rule('certificates with too few signers are accepted', { enoughSigners: () => true }), attacker: 'liar' },
  rule('a seat votes to finalise after it voted to nullify', { mayFinalise: (own) => own.finalise === undefined }),
  rule('a seat notarises twice in a view', { mayNotarise: () => true }),
  { ...rule('parents need no justification', { isJustified: (parentView, view) => parentView < view }), attacker: 'conflicter' },
  { ...rule('a parent may be one view older than is justified', { isJustified: skipsOne }), attacker: 'conflicter' },
  habit('votes are sent before they are on disk', { sendsBeforePersist: true }),
  habit('votes are forgotten at a restart', { forgetsLog: true }),
  habit('too much of the log is pruned', { prunesEverything: true }),
  habit('invalid blocks are voted for', { checksNothing: true }),
  habit('a transfer that is refused is credited all the same', { executes: 'credits what is refused' }),
  habit('execution does something else than the transaction says', { executes: 'moves too much' }),
  habit('nullify votes are ignored', { ignores: holds((message) => votesOf(message).some((vote) => vote.kind === 'nullify')) }),
  habit('finalise votes are ignored', { ignores: holds((message) => votesOf(message).some((vote) => vote.kind === 'finalise')) }),
  scheme('votes that wait are never checked', { findBad: () => [] }),
  scheme('only the first of the votes that wait is checked', { findBad: (message, votes) => TOY_SUMS.scheme.findBad(message, votes.slice(0, 1)) }),
  { ...scheme('one bad vote throws out all that wait with it', { findBad: (message, votes) => (TOY_SUMS.scheme.findBad(message, votes).length === 0 ? [] : [...votes.keys()]) }), attacker: 'bad-signer' },
  scheme('sums are not checked', { proofFault: () => undefined }),
  habit('nothing that is sent again is read', { ignores: holds((message) => message.kind === 'stand') }),
];

function rule(name: string, changed: Partial<BftRules>): PlantedBug {
  return { name, rules: { ...RULES, ...changed } };
}

function habit(name: string, habits: Habits): PlantedBug {
  return { name, habits };
}

/** In committees whose certificates are sums. */
function scheme(name: string, changed: Partial<CertificateScheme>): PlantedBug {
  return { name, keys: { ...TOY_SUMS, scheme: { ...TOY_SUMS.scheme, ...changed } } };
}

function twoF(n: number): number {
  return Math.max(1, 2 * Math.floor((n - 1) / 3));
}

function skipsOne(parentView: number, view: number, isNullified: (view: number) => boolean): boolean {
  let missing = 0;
  for (let between = parentView + 1; between < view; between += 1) if (!isNullified(between)) missing += 1;
  return parentView < view && missing <= 1;
}

function votesOf(message: Message): readonly { readonly kind: string }[] {
  if (message.kind === 'vote') return [message.vote];
  return message.kind === 'stand' ? message.votes : [];
}

function holds(matches: (message: Message) => boolean): (bytes: Bytes) => boolean {
  return (bytes) => {
    try {
      return matches(decodeMessage(bytes, SIM_BLOCK_BYTES_MAX));
    } catch {
      return false;
    }
  };
}
