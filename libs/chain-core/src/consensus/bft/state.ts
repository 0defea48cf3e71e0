import type { Bytes } from '../../primitives/bytes';
import { toHex } from '../../primitives/bytes';
import { decodeCertificate } from '../../protocol/encode-vote';
import type { BlockRef } from '../engine';
import type { HeldCertificate } from './ballots';
import { Leaders } from './leaders';
import type { LeaderRecord } from './leader-record';
import { BFT_LIMITS } from './limits';
import type { BftOptions, BftParts, BftRestored } from './options';
import { Checks } from './checks';
import { Outbox } from './outbox';
import { Round } from './round';
import { Routes } from './routes';
import { Topology } from './topology';
import { RULES, type BftRules } from './rules';

/** A block above the final one, signed by the leader of its view. */
export interface HeldBlock {
  readonly ref: BlockRef;
  readonly key: string;
  readonly parentKey: string;
  readonly leaderSignature: Bytes;
  /** `unknown` until the parent is with the driver, then `checking` until the driver has answered. */
  validity: 'unknown' | 'checking' | 'valid' | 'invalid';
  /** It or a descendant is notarised, or this node has voted for it in an earlier life: it was timely then. */
  isCertified: boolean;
  /** Whether the last check was made as of a certified block, so without the rules about the voter's clock. */
  wasCheckedAsCertified: boolean;
  /** Who leads on top of it; made when first asked for. */
  record: LeaderRecord | undefined;
}

export interface WantedBlock {
  readonly blockId: Uint8Array;
  /** The block's view, or one that is above it. */
  readonly view: number;
  /** Seat asked last. */
  asked: number;
  timesAsked: number;
}

/** All an engine knows. Everything is about views above the final one; the rest is the driver's. */
export class BftState {
  readonly out = new Outbox();
  readonly rules: BftRules;
  readonly leaders: Leaders;
  readonly seats: number;
  readonly checks: Checks;
  /** Undefined in a mesh, and for whoever does not vote. */
  readonly routes: Routes | undefined;
  /** Views in which a gateway may have votes to pass on. */
  readonly gathering = new Set<number>();
  /** When this seat last voted. */
  votedAtMs = 0;

  /** The final view this life began with: whoever was ahead of it then may have seen votes that are not in the log. */
  readonly finalViewAtStart: number;
  /** Up to this view the seat casts no vote: others know more of its votes than its log does. */
  abstainsUpToView = 0;
  view = 1;
  final: BlockRef;
  finalKey: string;
  /** Who leads on top of the final block. */
  finalRecord: LeaderRecord;
  /** The newest finalisation, of `final` or of a block above it that is not here yet (then it is `pendingFinal` too). */
  finalisation: HeldCertificate | undefined;
  pendingFinal: HeldCertificate | undefined;
  head: { readonly key: string; readonly ref: BlockRef };
  highestNotarisedView = 0;

  readonly rounds = new Map<number, Round>();
  readonly blocks = new Map<string, HeldBlock>();
  readonly unchecked = new Set<string>();
  readonly wantedBlocks = new Map<string, WantedBlock>();
  /** The last `want-certificates`: not repeated before the next timer. */
  wantedViews: { readonly firstView: number; readonly lastView: number } | undefined;
  /** Seat asked last for certificates when nobody in particular should have them. */
  lastAsked = 0;
  /** Certificates held since the last look at them, oldest first. */
  fresh: HeldCertificate[] = [];

  /** The view this life began in; nobody counts as silent before some views have gone by. */
  firstView = 1;
  /** By seat: the silence clock when a message last came from there. */
  private readonly heardAt: number[] = [];
  private nullifiedEver = 0;

  nowMs = 0;
  workWaiting = false;
  heartbeatDue = false;
  lastFinalMs = 0;
  /** Finalised block that was last reported missing. */
  saidBehind: string | undefined;
  nullifiedSinceFinal = 0;
  /** Those of them whose leader did propose: messages take long, or it proposed badly. */
  slowSinceFinal = 0;

  constructor(
    readonly options: BftOptions,
    readonly parts: BftParts,
    restored: BftRestored,
  ) {
    this.rules = parts.rules ?? RULES;
    this.seats = options.committee.seats.length;
    this.leaders = new Leaders(options.chainId, options.committee.epoch, this.seats, parts.firstLeaders);
    this.checks = new Checks(options.parameters.viewTimerMs);
    const topology = new Topology(this.seats, options.topology);
    this.routes = options.seat === undefined || topology.isMesh ? undefined : new Routes(topology, options.seat);
    this.final = restored.final;
    this.finalViewAtStart = restored.final.view;
    this.finalKey = toHex(restored.final.id);
    this.finalRecord = recordOfPast(this.leaders, restored);
    this.head = { key: this.finalKey, ref: restored.final };
    this.view = restored.final.view + 1;
    if (restored.certificate !== undefined) this.setFinalisation(heldFrom(restored.certificate));
  }

  /** Remembers a finalisation; one of a block above the final one is pending until that block is here. */
  setFinalisation(held: HeldCertificate): void {
    this.finalisation = held;
    this.pendingFinal = held.certificate.view > this.final.view ? held : undefined;
  }

  /** The view of the newest block known to be final, here or not. */
  get finalisedView(): number {
    return Math.max(this.final.view, this.pendingFinal?.certificate.view ?? 0);
  }

  /** Whether this seat votes in this committee. */
  get seat(): number | undefined {
    return this.options.seat;
  }

  get isLeader(): boolean {
    return this.seat !== undefined && this.leader === this.seat;
  }

  /** Who leads the current view on top of this node's head; a seat with another head may expect another leader. */
  get leader(): number {
    const record = this.head.ref.view > this.final.view ? this.recordOf(this.head.key) : undefined;
    return (record ?? this.finalRecord).leaderOf(this.view);
  }

  /** Who leads on top of this block; undefined when it, or an ancestor, is not here. */
  recordOf(key: string): LeaderRecord | undefined {
    if (key === this.finalKey) return this.finalRecord;
    const block = this.blocks.get(key);
    if (block !== undefined) block.record ??= this.recordOf(block.parentKey)?.then(block.ref);
    return block?.record;
  }

  peek(view: number): Round | undefined {
    return this.rounds.get(view);
  }

  round(view: number): Round {
    let round = this.rounds.get(view);
    if (round === undefined) {
      round = new Round(view);
      if (view <= this.abstainsUpToView) round.abstain();
      this.rounds.set(view, round);
    }
    return round;
  }

  isNullified(view: number): boolean {
    return this.rounds.get(view)?.nullify.held !== undefined;
  }

  isNotarised(block: HeldBlock): boolean {
    return this.rounds.get(block.ref.view)?.notarise.held?.key === block.key;
  }

  /** The blocks of `view` that are here: usually one. */
  blocksOf(view: number): readonly HeldBlock[] {
    const keys = this.rounds.get(view)?.blocks ?? [];
    return keys.map((key) => this.blocks.get(key)).filter((block) => block !== undefined);
  }

  heardFrom(seat: number): void {
    if (seat >= 0 && seat < this.seats) this.heardAt[seat] = this.silenceClock;
  }

  /** Whether the leader of the current view has been silent for some views: it is down, or out of reach. */
  isLeaderSilent(): boolean {
    const { leader } = this;
    return leader !== this.seat && this.silenceClock - (this.heardAt[leader] ?? (this.routes === undefined ? this.firstView : 0)) >= BFT_LIMITS.silentViews;
  }

  /** Whether something that `from` sent holds; false, without looking, when too much from there did not. */
  holds(from: number, check: () => boolean): boolean {
    return this.checks.run(from, this.nowMs, check);
  }

  /** Counts views in which everybody speaks to everybody: all of them in a mesh, nullified ones in a tree. */
  private get silenceClock(): number {
    return this.routes === undefined ? this.view : this.nullifiedEver;
  }

  noteNullified(): void {
    this.nullifiedSinceFinal += 1;
    this.nullifiedEver += 1;
  }

  enterView(view: number): void {
    if (view > this.view) this.view = view;
  }
}

export function heldFrom(encoded: Uint8Array): HeldCertificate {
  const certificate = decodeCertificate(encoded);
  return { certificate, key: toHex(certificate.blockId), encoded };
}

function recordOfPast(leaders: Leaders, { final, past }: Pick<BftRestored, 'final' | 'past'>): LeaderRecord {
  const { epochView, blocks } = past ?? { epochView: final.height === 0 ? final.view : undefined, blocks: [] };
  const [first, ...others] = blocks;
  if (epochView !== undefined) return blocks.reduce((record, block) => record.then(block), leaders.begin(epochView));
  return others.reduce((record, block) => record.then(block), leaders.beginWithin(first ?? final));
}
