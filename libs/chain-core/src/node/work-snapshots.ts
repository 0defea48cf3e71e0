import type { MessageKind } from '../network';
import { concatBytes, equalBytes, type Bytes } from '../primitives/bytes';
import { decodeHeader, HEADER_BYTES, WORK_SEAL_BYTES } from '../protocol/encode-block';
import type { PowParameters } from '../protocol/genesis';
import { blockId } from '../protocol/ids';
import type { HeaderFile } from '../storage';
import { BuriedHead, HeaderFetch, HeaviestHeaders, SNAPSHOT } from '../sync';
import type { WorkBase } from '../sync';
import { headersFrom } from './chain-of-work';
import type { Clock } from './clock';
import { stagingOf } from './install-snapshot';
import { NODE } from './limits';
import type { NodeCore } from './node-core';
import type { NodeLog } from './node-log';
import { PacedAnswers } from './paced-answers';
import { PeerClaims } from './peer-claims';
import { decodeGetBlocks, decodeHeight, decodeNumbered, encodeGetBlocks, encodeHeight, withNumber } from './peer-frames';
import { SnapshotTalk } from './snapshot-talk';
import { wantsState } from './wants-state';
import { WorkHeadersDir } from './work-headers-dir';

/** The wire version that these messages came with on chains of proof of work. */
const WIRE_VERSION = 4;
const SEALED_BYTES = HEADER_BYTES + WORK_SEAL_BYTES;
const WORK_SYNC = ['finalHeight', 'keptFrom', 'getHeaders', 'headersOfWork', 'askSnapshot', 'snapshotOffer', 'getSnapshotHead', 'snapshotHead', 'getStateRange', 'stateRange'] as const satisfies readonly MessageKind[];
export type WorkSyncMessage = (typeof WORK_SYNC)[number];

export function isWorkSync(kind: MessageKind): kind is WorkSyncMessage {
  return (WORK_SYNC as readonly MessageKind[]).includes(kind);
}

export interface WorkSnapshotsOptions {
  readonly parameters: PowParameters;
  readonly dataDir: string;
  /** See ChainNodeOptions. */
  readonly keepBlocks: number | undefined;
}

export interface WorkSnapshotsParts {
  readonly core: NodeCore;
  readonly clock: Clock;
  readonly log: NodeLog;
  connected(): readonly string[];
  /** Whether the peer is in the address list. */
  isChosen(peer: string): boolean;
  versionOf(peer: string): number | undefined;
  send(peer: string, kind: MessageKind, payload: Bytes): void;
  drop(peer: string, reason: string): void;
  /** The peer has no bodies below this height. */
  onKeptFrom(peer: string, height: number): void;
  /** A state is being fetched (or no longer): nothing must become final meanwhile. */
  onHold(on: boolean): void;
  /** See ChainNodeParts. */
  readonly onReady: ((height: number) => void) | undefined;
  onFatal(error: unknown): void;
}

interface Under {
  readonly headers: HeaviestHeaders;
  readonly fetch: HeaderFetch;
  readonly best: HeaderFile;
  readonly rival: HeaderFile;
}

/**
 * Taking a whole state on a chain of proof of work (sync/work-snapshot.md), and giving one to others.
 *   1. peers claim to have blocks that nobody gives any more, or that this node would forget at once: the headers of everybody are fetched;
 *   2. the branch of most work shows that there are such blocks: the engine is held, and a state that this branch buries is fetched.
 */
export class WorkSnapshots {
  readonly #options: WorkSnapshotsOptions;
  readonly #parts: WorkSnapshotsParts;
  readonly #talk: SnapshotTalk;
  readonly #claims = new PeerClaims();
  readonly #paced: PacedAnswers;
  readonly #dir: WorkHeadersDir;
  #under: Under | 'opening' | undefined;
  #isHeld = false;
  #isClosed = false;
  #toldAtMs = -Infinity;
  /** When headers were begun to be fetched last, or no longer were. */
  #lookedAtMs = -Infinity;
  /** Calls off the next look whether headers should be fetched. */
  #again: (() => void) | undefined;
  /** The next block, if headers showed that there are final ones above it and nobody has it any more. */
  #lacking: number | undefined;

  constructor(options: WorkSnapshotsOptions, parts: WorkSnapshotsParts) {
    this.#options = options;
    this.#parts = parts;
    this.#dir = new WorkHeadersDir(options.dataDir);
    this.#paced = new PacedAnswers(parts);
    const { core, clock, log, connected, versionOf, send, drop, onReady, onFatal } = parts;
    this.#talk = new SnapshotTalk({ wireVersion: WIRE_VERSION }, {
      clock, log, connected, versionOf, send, drop, onReady, onFatal,
      snapshots: core.snapshots,
      staging: stagingOf(options.dataDir),
      proof: () => new BuriedHead(),
      isNeeded: () => this.#isNeeded,
      isWanted: ({ height, blockId }) => this.#isWanted(height) && this.#buries(height, blockId),
      stillHolds: ({ height, blockId }) => this.#buries(height, blockId),
      beforeComplete: () => this.#keepHeaders(),
    });
  }

  /** The state that is being fetched, and how much of it is here, from 0 to 1. */
  get progress(): { readonly height: number; readonly share: number } | undefined {
    return this.#talk.progress;
  }

  get isActive(): boolean {
    return this.#under !== undefined;
  }

  /** In words, when blocks are missing that nobody in reach has, nor a state instead. */
  get trouble(): string | undefined {
    const next = this.#lacking;
    if (next === undefined || next !== this.#missing || this.#talk.progress !== undefined) return undefined;
    const ways = this.#mayTake ? 'or wait until the chain goes on' : 'or let this one forget old blocks; as long as it keeps everything it takes no state in their place';
    return `No connected node has block ${next} any more, nor has given the state of a later one yet: connect one that keeps everything, ${ways}.`;
  }

  claimed(peer: string): number | undefined {
    return this.#claims.of(peer);
  }

  onConnected(peer: string): void {
    if (!this.#speaks(peer)) return;
    this.#tellHeights(peer);
    if (typeof this.#under === 'object') this.#under.fetch.onConnected();
  }

  onDisconnected(peer: string): void {
    this.#claims.forget(peer);
    this.#paced.onDisconnected(peer);
    this.#talk.onDisconnected(peer);
    if (typeof this.#under === 'object') this.#under.fetch.onDisconnected(peer);
  }

  /** There are new final blocks. */
  announce(): void {
    const nowMs = this.#parts.clock.nowMs();
    if (nowMs - this.#toldAtMs < NODE.announceMsMin) return; // The next one will do: who is up to date hears of heads.
    this.#toldAtMs = nowMs;
    for (const peer of this.#parts.connected()) if (this.#speaks(peer)) this.#tellHeights(peer);
  }

  onMessage(peer: string, kind: WorkSyncMessage, payload: Bytes): void {
    switch (kind) {
      case 'finalHeight':
      case 'keptFrom':
        return this.#hearHeight(peer, kind, payload);
      case 'getHeaders':
        return this.#paced.answer(peer, () => this.#giveHeaders(peer, payload));
      case 'askSnapshot':
      case 'getSnapshotHead':
      case 'getStateRange':
        return this.#paced.answer(peer, () => this.#talk.onMessage(peer, kind, payload));
      case 'headersOfWork':
        return this.#takeHeaders(peer, payload);
      default:
        return this.#talk.onMessage(peer, kind, payload);
    }
  }

  close(): void {
    this.#isClosed = true;
    this.#again?.();
    this.#paced.close();
    this.#talk.close();
    this.#end();
  }

  get #missing(): number | undefined {
    const next = this.#parts.core.tree.head.height + 1;
    return this.#claims.lackAll(next) ? next : undefined;
  }

  /** A node that was told to keep everything forgets nothing by itself; a new one has nothing yet. */
  get #mayTake(): boolean {
    return this.#options.keepBlocks !== undefined || this.#parts.core.tree.final.height === 0;
  }

  /** What is final elsewhere: as far as peers' claims go, and, once headers are here, as far as these do. */
  get #finalElsewhere(): number {
    const { most } = this.#claims;
    return typeof this.#under === 'object' ? Math.min(most, this.#under.headers.top - this.#options.parameters.finalDepth) : most;
  }

  get #isNeeded(): boolean {
    return this.#mayTake && this.#isWanted(this.#finalElsewhere);
  }

  /** A block is missed only if one above it is final elsewhere: what peers claim to have forgotten says nothing of those that are to come. */
  #isWanted(height: number): boolean {
    const { final, head } = this.#parts.core.tree;
    return wantsState({ gap: height - final.height, missing: height > head.height ? this.#missing : undefined, keepBlocks: this.#options.keepBlocks });
  }

  /** Whether the block is final by depth on the branch of most work, on which also stands what is final here. */
  #buries(height: number, blockId: Bytes): boolean {
    if (typeof this.#under !== 'object') return false;
    const { headers } = this.#under;
    const { final } = this.#parts.core.tree;
    const own = headers.idAt(final.height);
    return height > final.height && own !== undefined && equalBytes(own, final.block.id) && headers.buries(height, blockId);
  }

  /** Looks whether headers should be fetched: once in a while, whatever peers claim. */
  #consider(): void {
    if (this.#isClosed || this.#again !== undefined || this.#under !== undefined || this.#parts.onReady === undefined || !this.#isWanted(this.#finalElsewhere)) return;
    const { clock } = this.#parts;
    const pauseMs = this.#lookedAtMs + SNAPSHOT.headersMs - clock.nowMs();
    if (pauseMs > 0) {
      this.#again = clock.later(pauseMs, () => {
        this.#again = undefined;
        this.#consider();
      });
      return;
    }
    this.#lookedAtMs = clock.nowMs();
    this.#under = 'opening';
    this.#begin().catch(this.#parts.onFatal);
  }

  async #begin(): Promise<void> {
    const { clock, connected, isChosen, send, drop } = this.#parts;
    const [best, rival] = [this.#dir.best(), this.#dir.rival()];
    const headers = new HeaviestHeaders({ parameters: this.#options.parameters, base: this.#baseFor(best) }, { best, rival, nowMs: () => clock.nowMs() });
    await headers.takeBack(() => new Promise((resolve) => setImmediate(resolve)));
    if (this.#isClosed) return [best, rival].forEach((file) => file.close());
    this.#parts.log('info', 'fetching headers: the blocks that come next cannot be had, or would be forgotten at once', { from: headers.top + 1 });
    const fetch = new HeaderFetch({
      headers, drop, isChosen,
      nowMs: () => clock.nowMs(),
      connected: () => connected().filter((peer) => this.#speaks(peer)),
      ask: (peer, request, fromHeight) => send(peer, 'getHeaders', encodeGetBlocks(request, fromHeight)),
      later: (pauseMs, call) => clock.later(pauseMs, call),
      onTold: (peer, told) => this.#told(peer, told),
      onRound: () => this.#endIfIdle(),
      onSettled: () => this.#settled(),
    });
    this.#under = { headers, fetch, best, rival };
    fetch.begin();
  }

  /** The block that headers kept from a life before stand on, if it is final here; else the newest final one. */
  #baseFor(kept: HeaderFile): WorkBase {
    const { reader, tree } = this.#parts.core;
    const known = (height: number) => (height === tree.final.height ? tree.final : reader.undurableAt(height))?.block.headerBytes ?? reader.header(height)!.bytes;
    const height = Math.min(kept.base?.height ?? Infinity, tree.final.height);
    const bytes = known(height);
    const { timeMs, work } = decodeHeader(bytes);
    return { id: blockId(bytes), height, timeMs, bits: work!.bits, parentTimeMs: height === 0 ? timeMs : decodeHeader(known(height - 1)).timeMs };
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

  /** From here on the branch stays what the state was checked against, until the node has started again. */
  #keepHeaders(): void {
    const { fetch, best } = this.#under as Under;
    fetch.close();
    best.sync();
  }

  #endIfIdle(): boolean {
    const isIdle = !this.#isNeeded && !this.#talk.isActive;
    if (!isIdle) return false;
    this.#end();
    this.#lookedAtMs = this.#parts.clock.nowMs();
    this.#consider(); // Peers may go on claiming what was not shown in time.
    return true;
  }

  #settled(): void {
    this.#lacking = this.#finalElsewhere > this.#parts.core.tree.head.height ? this.#missing : undefined;
    if (this.#endIfIdle() || !this.#isNeeded) return;
    this.#hold(true);
    this.#talk.consider();
  }

  #hold(on: boolean): void {
    if (this.#isHeld === on) return;
    this.#isHeld = on;
    this.#parts.onHold(on);
  }

  #end(): void {
    const under = this.#under;
    this.#under = undefined;
    if (typeof under !== 'object') return;
    under.fetch.close();
    for (const file of [under.best, under.rival]) file.close();
    if (!this.#isClosed) this.#hold(false);
  }

  #speaks(peer: string): boolean {
    return (this.#parts.versionOf(peer) ?? 0) >= WIRE_VERSION;
  }

  /** What this node has: first what it has no longer, so that nobody asks for that. */
  #tellHeights(peer: string): void {
    const { send, core: { reader } } = this.#parts;
    if (reader.keptFrom > 1) send(peer, 'keptFrom', encodeHeight(reader.keptFrom));
    send(peer, 'finalHeight', encodeHeight(reader.finalHeight));
  }

  #hearHeight(peer: string, kind: 'finalHeight' | 'keptFrom', payload: Bytes): void {
    const height = decodeHeight(payload);
    if (height === undefined) return this.#parts.drop(peer, 'it speaks of what is no height');
    this.#claims.hears(peer, kind === 'keptFrom' ? { keptFrom: height } : { height });
    if (kind === 'keptFrom') this.#parts.onKeptFrom(peer, height);
    else this.#consider();
  }

  #giveHeaders(peer: string, payload: Bytes): void {
    const { core, send, drop } = this.#parts;
    const wanted = decodeGetBlocks(payload);
    if (wanted === undefined) return drop(peer, 'it asks for what cannot be a header');
    // Everybody has genesis.
    const headers = wanted.fromHeight === 0 ? [] : headersFrom(wanted.fromHeight, SNAPSHOT.headersMax, core);
    send(peer, 'headersOfWork', withNumber(wanted.request, concatBytes(...headers)));
  }

  #takeHeaders(peer: string, payload: Bytes): void {
    const answer = decodeNumbered(payload);
    const count = answer && answer.rest.length / SEALED_BYTES;
    if (count === undefined || !Number.isInteger(count) || count > SNAPSHOT.headersMax) return this.#parts.drop(peer, 'it gives what cannot be headers');
    const headers = Array.from({ length: count }, (_, i) => answer!.rest.subarray(i * SEALED_BYTES, (i + 1) * SEALED_BYTES));
    if (typeof this.#under === 'object') this.#under.fetch.onHeaders(peer, answer!.number, headers);
  }
}
