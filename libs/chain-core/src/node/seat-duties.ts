import { canonicalJson } from '../codec/json';
import type { KeyPair } from '../crypto/sign';
import type { Executor } from '../execution';
import type { Bytes, Hash } from '../primitives/bytes';
import { equalBytes, toHex } from '../primitives/bytes';
import type { Json } from '../primitives/json';
import { Refusal, refuse } from '../primitives/refusal';
import type { CertificateSchemeName } from '../protocol/certificate-scheme';
import { keyChangeSigningBytes } from '../protocol/ids';
import { provePossession } from '../protocol/possession';
import { signTransaction } from '../protocol/sign-transaction';
import { votingKeyPair, type VotingKeyPair } from '../protocol/voting-keys';
import type { Clock } from './clock';
import type { ExecutedBlock } from './executed-block';
import { NODE } from './limits';
import type { NodeLog } from './node-log';
import type { Seats } from './seats';

export interface SeatDutiesOptions {
  readonly chainId: Hash;
  /** The node key: what a seat signs its commands with. */
  readonly keys: KeyPair;
}

export interface SeatDutiesParts {
  readonly executor: Executor;
  readonly seats: Seats;
  readonly clock: Clock;
  readonly log: NodeLog;
  final(): ExecutedBlock;
  /** Whether some peer claims to be ahead. */
  isBehind(): boolean;
  /** Makes a fresh voting key, which is on disk when this returns, and which the seat votes with once the chain says so. */
  makeSeed(): Bytes;
  /** @throws Refusal when the transaction cannot be admitted. */
  submit(transaction: Bytes): { readonly txId: Hash };
}

/** What a node says on the chain for its seat: commands it is told to give, that it is there when it is to become a validator, and what proves that another seat misbehaved. */
export class SeatDuties {
  readonly #options: SeatDutiesOptions;
  readonly #parts: SeatDutiesParts;
  /** By what was said: when it may be said again. */
  readonly #againAtMs = new Map<string, number>();
  #given = 0;
  /** The epoch in which the chain was found to know which versions of the protocol this node runs. */
  #announcedIn: number | undefined;
  /** Of a key that was asked for lately. */
  #freshSeed: Bytes | undefined;

  constructor(options: SeatDutiesOptions, parts: SeatDutiesParts) {
    this.#options = options;
    this.#parts = parts;
  }

  /** An encoded command to the kernel, signed as this node's seat. */
  sign(command: string, payload: Json): Bytes {
    const { chainId, keys } = this.#options;
    const nowMs = this.#parts.clock.nowMs();
    this.#given += 1;
    const call = { module: 'kernel', command, actor: keys.publicKey, payload: canonicalJson(payload) };
    // Two equal commands of one moment are two transactions.
    const body = { validFromMs: nowMs - NODE.commandSkewMs, validUntilMs: nowMs + NODE.commandMsMax, salt: nowMs * 16 + (this.#given % 16), inputs: [], outputs: [], calls: [call] };
    return signTransaction(chainId, body, [keys]).bytes;
  }

  /**
   * The registration of a voting key for this seat, encoded and signed: of the scheme in use a fresh one, which is made here and durable before anybody hears of it; of another scheme the one of
   * the seed the seat votes with. Asked again before it took effect it names the same key. @throws Refusal NO_VOTE_HERE: this machine does not vote for a seat now.
   */
  signKeyChange(scheme: CertificateSchemeName): Bytes {
    const { seats } = this.#parts;
    const { keys } = this.#options;
    const present = seats.votingKeys ?? refuse('NO_VOTE_HERE');
    const next = scheme === seats.committee.scheme ? this.#freshKeys(scheme, present.publicKey) : seats.keysOf(scheme)!;
    const authorisation = present.sign(keyChangeSigningBytes(this.#options.chainId, seats.committee.epoch, keys.publicKey, next.publicKey));
    return this.sign('register-keys', { scheme, votingKey: toHex(next.publicKey), proofOfPossession: toHex(provePossession(scheme, next, keys.publicKey)), authorisation: toHex(authorisation) });
  }

  /** There are new final blocks. A node that a proposal names shows that it is there, once it has caught up. */
  onFinal(): void {
    const { executor, seats, isBehind, final, log } = this.#parts;
    const nodeKey = toHex(this.#options.keys.publicKey);
    if (isBehind()) return;
    this.#announceProtocols();
    if (seats.own !== undefined) return this.#confirmModules();
    for (const { id, changes } of executor.seatsAfter(final().asParent)?.unconfirmed(nodeKey) ?? []) {
      const named = changes.map((change) => (change.kind === 'add-seat' ? change.seat : change)).find((it) => 'votingKey' in it && it.votingKey !== undefined && seats.holds(seats.committee.scheme, it.votingKey));
      if (named !== undefined) this.#say(`seat ${id}`, 'confirm-seat', { change: id });
      else if (this.#isTime(`key ${id}`)) log('warn', 'a proposal names this node as a validator with a voting key that is not on this machine', { change: id });
    }
  }

  /** What this software runs is a fact on the chain, so that votes can go by it. Looked at once in an epoch: nothing else changes it. */
  #announceProtocols(): void {
    const { executor, seats, final } = this.#parts;
    const { epoch } = seats.committee;
    if (this.#announcedIn === epoch) return;
    const { min, max } = executor.protocols;
    const known = executor.seatsAfter(final().asParent)!.protocolsOf(toHex(this.#options.keys.publicKey));
    if (known === undefined || (known.min === min && known.max === max)) this.#announcedIn = epoch;
    else this.#say('protocols', 'announce-protocols', { min, max });
  }

  /** A node whose software can run the chain with a module that is proposed says so. */
  #confirmModules(): void {
    const { executor, final, log } = this.#parts;
    const after = executor.seatsAfter(final().asParent)!;
    for (const proposal of after.unconfirmedSwaps(toHex(this.#options.keys.publicKey))) {
      const reason = after.whyUnrunnable(executor.modules.resolver, proposal);
      if (reason === undefined) this.#say(`modules ${proposal.id}`, 'confirm-modules', { change: proposal.id });
      else if (this.#isTime(`modules ${proposal.id}`)) log('warn', 'this software cannot run the chain with what is proposed', { change: proposal.id, code: reason.code, facts: reason.facts });
    }
  }

  /** Consensus holds two contradicting votes of a seat: they belong on the chain, once. */
  onBlame(epoch: number, place: number, evidence: Bytes): void {
    const { executor, seats, final, clock, log } = this.#parts;
    log('error', 'ALARM: a validator signed contradicting votes', { epoch, seat: place, evidence: toHex(evidence) });
    const isKnown = () => executor.seatsAfter(final().asParent)?.isBlamed(epoch, place) ?? true;
    const half = evidence.length / 2;
    const report = { first: toHex(evidence.subarray(0, half)), second: toHex(evidence.subarray(half)) };
    // Everybody saw it; one report is enough.
    clock.later((seats.own ?? 0) * NODE.reportStaggerMs, () => isKnown() || this.#say(`blame ${epoch} ${place}`, 'report-equivocation', report));
  }

  /** One that the seat does not vote with yet. */
  #freshKeys(scheme: CertificateSchemeName, present: Bytes): VotingKeyPair {
    const asked = this.#freshSeed && votingKeyPair(scheme, this.#freshSeed);
    if (asked !== undefined && !equalBytes(asked.publicKey, present)) return asked;
    this.#freshSeed = this.#parts.makeSeed();
    return votingKeyPair(scheme, this.#freshSeed);
  }

  #say(what: string, command: string, payload: Json): void {
    if (!this.#isTime(what)) return;
    try {
      this.#parts.submit(this.sign(command, payload));
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      this.#parts.log('debug', 'the chain does not take what this seat says', { command, code: error.code });
    }
  }

  #isTime(what: string): boolean {
    const nowMs = this.#parts.clock.nowMs();
    if (nowMs < (this.#againAtMs.get(what) ?? 0)) return false;
    this.#againAtMs.set(what, nowMs + NODE.commandMsMax);
    return true;
  }
}
