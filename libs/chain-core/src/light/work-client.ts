import type { Hash } from '../primitives/bytes';
import { equalBytes, toHex } from '../primitives/bytes';
import { refuse } from '../primitives/refusal';
import { encodeHeader } from '../protocol/codec';
import type { GenesisDocument, PowParameters } from '../protocol/genesis';
import { readHeader, type ReadHeader } from '../protocol/read-evidence';
import { verifyWorkReceipt, type VerifiedWorkReceipt } from '../protocol/verify-receipt';
import { headerFault, trustWorkFrom, type Buried, type WorkTrust } from '../protocol/pow/chain-of-work';
import type { ReadWork } from '../protocol/pow/read-work';
import { FollowedHeaders, followedOn, type Followed } from './followed-headers';
import { verifyWorkStateEvidence, type VerifiedWorkState } from './state-evidence';
import { makeWorkCheckpoint, type WorkCheckpoint, type WorkCheckpointFile } from './work-checkpoint';

/** What a branch of more work than ours would undo. */
export interface WorkConflict {
  readonly final: { readonly height: number; readonly id: string };
  readonly rival: { readonly height: number; readonly id: string };
}

/** Follows the headers of a chain of proof of work, as consensus/pow/evidence.md says. It knows no clock; `nowMs` is the caller's. */
export class WorkClient {
  readonly #chainId: Hash;
  readonly #parameters: PowParameters;
  readonly #headers: FollowedHeaders;
  #conflict: WorkConflict | undefined;

  /** @throws Refusal RECEIPT_INVALID on a chain of votes, CHECKPOINT_INVALID for one of another chain. */
  constructor(genesis: GenesisDocument, from?: WorkCheckpoint) {
    const trust = trustWorkFrom(genesis);
    if (from !== undefined && !equalBytes(from.chainId, trust.chainId)) refuse('CHECKPOINT_INVALID', { field: 'header', reason: 'it is of another chain' });
    this.#chainId = trust.chainId;
    this.#parameters = trust.parameters;
    const root = { ...(from?.anchor ?? trust.anchors[0]!), read: undefined, work: 0n, totalWork: from?.totalWork ?? 0n };
    this.#headers = new FollowedHeaders(root, trust.parameters);
  }

  /** The end of the branch of most work. */
  get best(): { readonly height: number; readonly totalWork: bigint; readonly timeMs: number } {
    return this.#headers.best;
  }

  get conflict(): WorkConflict | undefined {
    return this.#conflict;
  }

  /** What it trusts by now, for its next life: the newest header that is final for it; undefined while there is none. */
  get checkpoint(): WorkCheckpointFile | undefined {
    const { read, parentTimeMs, totalWork } = this.#headers.final;
    return read && makeWorkCheckpoint(encodeHeader(read.header), parentTimeMs, totalWork);
  }

  /** Height of the newest header that no other branch may leave any more. */
  get finalHeight(): number {
    return this.#headers.final.height;
  }

  /** Whether a header stands on one that is known here. @param header encoded, hex. @throws Refusal RECEIPT_INVALID */
  connects(header: string): boolean {
    return this.#headers.parentOf(readHeader(header, 'headers/0')) !== undefined;
  }

  /** Takes headers whose parents it knows. @param headers encoded, hex. @throws Refusal RECEIPT_INVALID {field, reason}, LIGHT_FROZEN, LIGHT_FROM_FUTURE */
  follow(headers: readonly string[], nowMs: number): void {
    this.#followAll(headers.map((header, i) => readHeader(header, `headers/${i}`)), nowMs);
  }

  /** @param value parsed JSON of a receipt @throws Refusal RECEIPT_INVALID, LIGHT_FROZEN, LIGHT_FROM_FUTURE */
  checkReceipt(value: unknown, nowMs: number): VerifiedWorkReceipt {
    return this.#check((trust) => verifyWorkReceipt(value, trust), nowMs, 'RECEIPT_INVALID');
  }

  /** @param value parsed JSON of evidence about the state @throws Refusal STATE_PROOF_INVALID, LIGHT_FROZEN, LIGHT_FROM_FUTURE */
  checkState(value: unknown, nowMs: number): VerifiedWorkState {
    return this.#check((trust) => verifyWorkStateEvidence(value, trust), nowMs, 'STATE_PROOF_INVALID');
  }

  /** Evidence may begin at any header that is known. It is followed before it is judged: it may hold what is new. */
  #check<T extends ReadWork & Buried>(verify: (trust: WorkTrust) => T, nowMs: number, code: string): T {
    this.#refuseWhenFrozen();
    const verified = verify({ chainId: this.#chainId, parameters: this.#parameters, anchors: this.#headers.all });
    this.#followAll(verified.headers, nowMs);
    const { header, id } = verified.headers[verified.blockAt]!;
    const { best } = this.#headers;
    const onBest = this.#headers.bestAt(header.height);
    if (onBest?.id === undefined || !equalBytes(onBest.id, id)) refuse(code, { field: 'headers', reason: 'the block is not on the branch of most work that is known here' });
    if (header.height > this.finalHeight) refuse(code, { field: 'headers', reason: `on the headers that are known here block ${this.finalHeight} is the last final one` });
    return { ...verified, depth: best.height - header.height, workAbove: best.totalWork - onBest.totalWork };
  }

  #followAll(headers: readonly ReadHeader[], nowMs: number): void {
    this.#refuseWhenFrozen();
    /** Of this call: headers that leave what is final. They are weighed, not kept. */
    const leaving = new Map<string, Followed>();
    headers.forEach((read, i) => this.#followOne(read, leaving, `headers/${i}`, nowMs));
    this.#refuseWhenFrozen();
  }

  #followOne(read: ReadHeader, leaving: Map<string, Followed>, field: string, nowMs: number): void {
    if (this.#headers.get(read.id) !== undefined) return;
    const parent = leaving.get(toHex(read.header.parentId)) ?? this.#headers.parentOf(read) ?? refuse('RECEIPT_INVALID', { field, reason: 'what it stands on is not known here' });
    const fault = headerFault(read, parent, this.#chainId, this.#parameters);
    if (fault !== undefined) refuse('RECEIPT_INVALID', { field, reason: fault });
    const { timeMs } = read.header;
    if (timeMs > nowMs + this.#parameters.futureMsMax) refuse('LIGHT_FROM_FUTURE', { timeMs, nowMs });
    const followed = followedOn(read, parent);
    if (this.#headers.isOpen(parent)) this.#headers.add(followed);
    else this.#weigh(followed, leaving);
  }

  #weigh(followed: Followed, leaving: Map<string, Followed>): void {
    const { final, best } = this.#headers;
    leaving.set(toHex(followed.id!), followed);
    if (followed.totalWork > best.totalWork) this.#conflict ??= { final: placeOf(final), rival: placeOf(followed) };
  }

  #refuseWhenFrozen(): void {
    if (this.#conflict === undefined) return;
    const { final, rival } = this.#conflict;
    refuse('LIGHT_FROZEN', { reason: 'a branch with more work leaves what is final here', first: final.id, second: rival.id, height: final.height });
  }
}

function placeOf({ height, id }: Followed): { readonly height: number; readonly id: string } {
  return { height, id: id === undefined ? '' : toHex(id) };
}
