import { equalBytes, toHex } from '../primitives/bytes';
import { refuse } from '../primitives/refusal';
import { isClosing } from '../protocol/epoch';
import type { ReadCertified, ReadHandOver } from '../protocol/read-evidence';
import type { CommitteeTrust } from '../protocol/verify-certified';
import { verifyReceiptBy, type VerifiedReceipt } from '../protocol/verify-receipt';
import type { Committee } from '../protocol/vote';
import type { Checkpoint } from './checkpoint';
import { FinalHeaders, type Conflict, type FinalHeader } from './final-headers';
import { LIGHT } from './limits';
import { verifyStateEvidence, type VerifiedState } from './state-evidence';

export interface LightClientOptions {
  /** What is trusted to begin with: genesis (`genesisCheckpoint`) or a named checkpoint. */
  readonly from: Checkpoint;
  /**
   * Nothing is believed any more once the newest final block known is older than this: the keys of a committee that has long been replaced may
   * have leaked. Left out: trust does not age, as for somebody who checks receipts against a genesis document.
   */
  readonly trustPeriodMs?: number;
}

/**
 * Follows a chain by certificates alone. What it accepts moves its trust: committees by their hand-overs, the time by headers. It remembers the
 * final headers it has seen, and when a committee has certified what contradicts them it freezes: it believes nothing of this chain any more.
 * It knows no clock; `nowMs` is the caller's.
 */
export class LightClient {
  readonly #options: LightClientOptions;
  readonly #trust: CommitteeTrust;
  readonly #committees = new Map<number, Committee>();
  /** By epoch: the last block of the one before, which hands over to it. */
  readonly #handOvers = new Map<number, FinalHeader>();
  readonly #headers = new FinalHeaders({ headersMax: LIGHT.headersMax });
  #newest: { readonly epoch: number; readonly timeMs: number };
  #conflict: Conflict | undefined;

  constructor(options: LightClientOptions) {
    const { chainId, committee, timeMs } = options.from;
    this.#options = options;
    this.#committees.set(committee.epoch, committee);
    this.#newest = { epoch: committee.epoch, timeMs };
    this.#trust = { chainId, firstEpoch: committee.epoch, committeeOf: (epoch) => this.#committees.get(epoch) };
  }

  /** What it trusts by now, for its next life. */
  get checkpoint(): Checkpoint {
    const { epoch, timeMs } = this.#newest;
    return { chainId: this.#trust.chainId, committee: this.#committees.get(epoch)!, timeMs };
  }

  /** The evidence that made it freeze. */
  get conflict(): Conflict | undefined {
    return this.#conflict;
  }

  /** @param value parsed JSON of a receipt @throws Refusal RECEIPT_INVALID, LIGHT_FROZEN, LIGHT_TRUST_EXPIRED, LIGHT_FROM_FUTURE */
  checkReceipt(value: unknown, nowMs: number): VerifiedReceipt {
    return this.#check(() => verifyReceiptBy(value, this.#trust), nowMs);
  }

  /** @param value parsed JSON of evidence about the state @throws Refusal STATE_PROOF_INVALID, LIGHT_FROZEN, LIGHT_TRUST_EXPIRED, LIGHT_FROM_FUTURE */
  checkState(value: unknown, nowMs: number): VerifiedState {
    return this.#check(() => verifyStateEvidence(value, this.#trust), nowMs);
  }

  #check<T extends ReadCertified>(verify: () => T, nowMs: number): T {
    this.#refuseWhenFrozen();
    const { trustPeriodMs } = this.#options;
    const { timeMs } = this.#newest;
    if (trustPeriodMs !== undefined && nowMs - timeMs > trustPeriodMs) refuse('LIGHT_TRUST_EXPIRED', { newestTimeMs: timeMs, trustPeriodMs });
    const verified = verify();
    const newest = verified.headers.at(-1)!.header;
    if (newest.timeMs > nowMs + LIGHT.clockSkewMsMax) refuse('LIGHT_FROM_FUTURE', { timeMs: newest.timeMs, nowMs });
    this.#follow(verified);
    this.#refuseWhenFrozen();
    return verified;
  }

  #follow({ handOvers, headers, certificate }: ReadCertified): void {
    for (const handOver of handOvers) this.#rememberHandOver(handOver);
    for (const { header, id } of headers) this.#remember({ header, id, certificate });
    if (this.#conflict !== undefined) return;
    for (const { committee } of handOvers) this.#committees.set(committee.epoch, committee);
    const last = headers.at(-1)!.header;
    this.#newest = { epoch: Math.max(this.#newest.epoch, last.epoch), timeMs: Math.max(this.#newest.timeMs, last.timeMs) };
  }

  /** What closed an epoch is no block of the chain: it may stand beside the first block of the next epoch. */
  #remember(header: FinalHeader): void {
    if (isClosing(header.header)) return;
    this.#conflict ??= this.#headers.add(header);
  }

  /** An epoch ends in one committee, whatever closed it. */
  #rememberHandOver({ header, id, certificate, committee }: ReadHandOver): void {
    const second = { header, id, certificate };
    const first = this.#handOvers.get(committee.epoch) ?? second;
    if (!equalBytes(first.header.nextCommitteeHash, header.nextCommitteeHash)) this.#conflict ??= { reason: 'an epoch was handed over to two committees', first, second };
    this.#remember(second);
    this.#handOvers.set(committee.epoch, first);
  }

  #refuseWhenFrozen(): void {
    if (this.#conflict === undefined) return;
    const { reason, first, second } = this.#conflict;
    refuse('LIGHT_FROZEN', { reason, first: toHex(first.id), second: toHex(second.id), height: second.header.height });
  }
}
