import type { Bytes } from '../primitives/bytes';
import type { PowParameters } from '../protocol/genesis';
import { SNAPSHOT } from '../sync';
import type { SnapshotName } from '../sync';
import type { Clock } from './clock';
import { HeardHeaders } from './heard-headers';
import type { HeardHeadersParts } from './heard-headers';
import type { NodeLog } from './node-log';
import { PeerClaims } from './peer-claims';
import type { SnapshotTalk } from './snapshot-talk';
import { wantsState } from './wants-state';

export interface TakeWorkStateOptions {
  readonly parameters: PowParameters;
  /** See ChainNodeOptions. */
  readonly keepBlocks: number | undefined;
}

export interface TakeWorkStateParts extends Pick<HeardHeadersParts, 'chain' | 'shelf' | 'connected' | 'isChosen' | 'ask' | 'drop' | 'pause'> {
  readonly clock: Clock;
  readonly log: NodeLog;
  /** What fetches the state once headers say which ones count. */
  readonly talk: () => Pick<SnapshotTalk, 'isActive' | 'progress' | 'consider'>;
  /** Nobody starts this node again: no state is taken. */
  readonly takesNone: boolean;
  /** See PowEngine. */
  lacking(): number | undefined;
  /** A state is being fetched (or no longer): nothing must become final meanwhile. */
  onHold(on: boolean): void;
  onFatal(error: unknown): void;
}

/**
 * Whether, and which, whole state a node takes on a chain of proof of work (sync/work-snapshot.md).
 *   1. peers claim to have blocks that nobody has or gives any more, or that this node would forget at once: the headers of everybody are fetched;
 *   2. the branch of most work shows that there are such blocks: the engine is held, and a state that this branch buries is fetched.
 */
export class TakeWorkState {
  readonly #options: TakeWorkStateOptions;
  readonly #parts: TakeWorkStateParts;
  readonly #claims = new PeerClaims();
  #heard: HeardHeaders | 'opening' | undefined;
  /** Rises; of the newest question for headers. */
  #request = 0;
  #isHeld = false;
  #isClosed = false;
  /** When headers were begun to be fetched last, or no longer were. */
  #lookedAtMs = -Infinity;
  /** Since when this node waits for a state, while it waits. */
  #needsSinceMs: number | undefined;
  /** Until then it goes by blocks: it could have had a state instead, and nobody gave one. */
  #byBlocksUntilMs = -Infinity;
  /** Calls off the next look whether headers should be fetched. */
  #again: (() => void) | undefined;
  /** The next block, if headers showed that there are final ones above it and nobody has it any more. */
  #lacking: number | undefined;

  constructor(options: TakeWorkStateOptions, parts: TakeWorkStateParts) {
    this.#options = options;
    this.#parts = parts;
  }

  get isActive(): boolean {
    return this.#heard !== undefined;
  }

  /** In words, when blocks are missing that nobody in reach has, nor a state instead. */
  get trouble(): string | undefined {
    const next = this.#lacking;
    if (next === undefined || next !== this.#missing || this.#parts.talk().progress !== undefined) return undefined;
    const ways = this.#mayTake ? 'or wait until the chain goes on' : 'or let this one forget old blocks; as long as it keeps everything it takes no state in their place';
    return `No connected node has block ${next} any more, nor has given the state of a later one yet: connect one that keeps everything, ${ways}.`;
  }

  get isNeeded(): boolean {
    return this.#mayTake && !this.#goesByBlocks && this.#isWorth(this.#finalElsewhere);
  }

  isWanted({ height, blockId }: SnapshotName): boolean {
    return this.#isWorth(height) && this.buries({ height, blockId });
  }

  buries({ height, blockId }: SnapshotName): boolean {
    return typeof this.#heard === 'object' && this.#heard.buries(height, blockId, this.#parts.chain.final);
  }

  claimed(peer: string): number | undefined {
    return this.#claims.of(peer);
  }

  onConnected(): void {
    if (typeof this.#heard === 'object') this.#heard.onConnected();
  }

  onDisconnected(peer: string): void {
    this.#claims.forget(peer);
    if (typeof this.#heard === 'object') this.#heard.onDisconnected(peer);
  }

  onKeptFrom(peer: string, height: number): void {
    this.#claims.hears(peer, { keptFrom: height });
  }

  onFinalHeight(peer: string, height: number): void {
    this.#claims.hears(peer, { height });
    this.#consider();
  }

  /** A block was asked for in vain: nobody need announce anything before this node looks whether a state can be had. */
  onLacking(): void {
    if (this.#goesByBlocks) this.#lookAnew();
    this.#consider();
  }

  onHeaders(peer: string, request: number, headers: readonly Bytes[]): void {
    if (typeof this.#heard === 'object') this.#heard.onHeaders(peer, request, headers);
  }

  /** See HeardHeaders. */
  keepHeaders(): void {
    (this.#heard as HeardHeaders).keep();
  }

  close(): void {
    this.#isClosed = true;
    this.#again?.();
    this.#end();
  }

  /** A block that nobody has any more, by what all claim; or, whatever somebody claims, that nobody gave. */
  get #missing(): number | undefined {
    const next = this.#parts.chain.headHeight + 1;
    return this.#claims.lackAll(next) ? next : this.#parts.lacking();
  }

  /** A node that was told to keep everything forgets nothing by itself; a new one has nothing yet. */
  get #mayTake(): boolean {
    return this.#options.keepBlocks !== undefined || this.#parts.chain.final.height === 0;
  }

  get #goesByBlocks(): boolean {
    return this.#parts.clock.nowMs() < this.#byBlocksUntilMs;
  }

  /** Blocks are there to be had, and no state has been offered in all this time: on a chain that rests none is made. */
  get #waitsInVain(): boolean {
    const { clock, talk } = this.#parts;
    return this.#lacking === undefined && talk().progress === undefined && clock.nowMs() - (this.#needsSinceMs ?? Infinity) >= SNAPSHOT.offerMsMax;
  }

  /** What is final elsewhere: as far as peers' claims go, and, once headers are here, as far as these do. */
  get #finalElsewhere(): number {
    const { most } = this.#claims;
    return typeof this.#heard === 'object' ? Math.min(most, this.#heard.finalTop) : most;
  }

  #isWorth(height: number): boolean {
    return wantsState({ gap: height - this.#parts.chain.final.height, missing: this.#missingUpTo(height), keepBlocks: this.#options.keepBlocks });
  }

  /** A block is missed only if it, or one above it, is final elsewhere: what peers claim to have forgotten says nothing of those that are to come. */
  #missingUpTo(height: number): number | undefined {
    const missing = this.#missing;
    return missing !== undefined && missing <= height ? missing : undefined;
  }

  /** Looks whether headers should be fetched: once in a while, whatever peers claim. */
  #consider(): void {
    if (this.#isClosed || this.#again !== undefined || this.#heard !== undefined || this.#parts.takesNone || !this.#isWorth(this.#finalElsewhere)) return;
    const { clock, onFatal } = this.#parts;
    const pauseMs = Math.max(this.#lookedAtMs + SNAPSHOT.headersMs, this.#byBlocksUntilMs) - clock.nowMs();
    if (pauseMs > 0) {
      this.#again = clock.later(pauseMs, () => {
        this.#again = undefined;
        this.#consider();
      });
      return;
    }
    this.#lookedAtMs = clock.nowMs();
    this.#heard = 'opening';
    this.#begin().catch(onFatal);
  }

  async #begin(): Promise<void> {
    const { clock, log } = this.#parts;
    const heard = await HeardHeaders.open(this.#options.parameters, {
      ...this.#parts,
      nextRequest: () => (this.#request += 1),
      nowMs: () => clock.nowMs(),
      later: (pauseMs, call) => clock.later(pauseMs, call),
      onTold: (peer, told) => this.#told(peer, told),
      onRound: () => this.#endIfIdle(),
      onSettled: () => this.#settled(),
    });
    if (this.#isClosed) return heard.close();
    log('info', 'fetching headers: the blocks that come next cannot be had, or would be forgotten at once', { from: heard.top + 1 });
    this.#heard = heard;
    heard.begin();
  }

  /** Who claims what it cannot show would be claiming for ever. */
  #told(peer: string, { height, isForeign }: { readonly height: number; readonly isForeign: boolean }): void {
    if (isForeign) return this.#claims.ignore(peer);
    this.#claims.showed(peer, height);
    const claimed = this.#claims.of(peer) ?? 0;
    if (claimed <= height) return;
    this.#claims.ignore(peer);
    this.#parts.drop(peer, `it claims to have block ${claimed}, and its headers end with ${height}`);
  }

  #endIfIdle(): boolean {
    const isIdle = !this.isNeeded && !this.#parts.talk().isActive;
    if (!isIdle) return false;
    this.#end();
    this.#lookedAtMs = this.#parts.clock.nowMs();
    this.#consider(); // Peers may go on claiming what was not shown in time.
    return true;
  }

  #settled(): void {
    this.#lacking = this.#missingUpTo(this.#finalElsewhere);
    if (this.#endIfIdle() || !this.isNeeded) return;
    if (this.#waitsInVain) return this.#goByBlocks();
    this.#needsSinceMs ??= this.#parts.clock.nowMs();
    this.#hold(true);
    this.#parts.talk().consider();
  }

  #goByBlocks(): void {
    const { clock, log } = this.#parts;
    log('info', 'nobody has offered a state: going on by blocks', {});
    this.#byBlocksUntilMs = clock.nowMs() + SNAPSHOT.byBlocksMs;
    this.#end();
    this.#consider();
  }

  /** A block cannot be had after all. */
  #lookAnew(): void {
    this.#byBlocksUntilMs = -Infinity;
    this.#again?.();
    this.#again = undefined;
  }

  #hold(on: boolean): void {
    if (this.#isHeld === on) return;
    this.#isHeld = on;
    this.#parts.onHold(on);
  }

  #end(): void {
    const heard = this.#heard;
    this.#heard = undefined;
    this.#needsSinceMs = undefined;
    if (typeof heard !== 'object') return;
    heard.close();
    if (!this.#isClosed) this.#hold(false);
  }
}
