import type { MessageKind } from '../network';
import { concatBytes, type Bytes } from '../primitives/bytes';
import { BuriedHead, SNAPSHOT } from '../sync';
import type { Clock } from './clock';
import { NODE } from './limits';
import type { NodeLog } from './node-log';
import { PacedAnswers } from './paced-answers';
import { decodeGetBlocks, decodeHeight, encodeGetBlocks, encodeHeight, withNumber } from './peer-frames';
import { SnapshotTalk } from './snapshot-talk';
import type { SnapshotTalkParts } from './snapshot-talk';
import { TakeWorkState } from './take-work-state';
import type { TakeWorkStateOptions } from './take-work-state';
import type { WorkChain } from './work-chain';
import type { WorkShelf } from './work-shelf';
import { decodeHeadersOfWork, WORK_SYNC_VERSION, type WorkSyncMessage } from './work-sync-messages';

export interface WorkSnapshotsParts {
  readonly chain: WorkChain;
  readonly shelf: WorkShelf;
  readonly snapshots: SnapshotTalkParts['snapshots'];
  readonly clock: Clock;
  readonly log: NodeLog;
  connected(): readonly string[];
  /** Whether the peer is in the address list. */
  isChosen(peer: string): boolean;
  versionOf(peer: string): number | undefined;
  send(peer: string, kind: MessageKind, payload: Bytes): void;
  drop(peer: string, reason: string): void;
  /** Waits a moment, so that others have their turn. */
  pause(): Promise<void>;
  /** The peer has no bodies below this height. */
  onKeptFrom(peer: string, height: number): void;
  /** See PowEngine. */
  lacking(): number | undefined;
  /** A state is being fetched (or no longer): nothing must become final meanwhile. */
  onHold(on: boolean): void;
  /** See ChainNodeParts. */
  readonly onReady: ((height: number) => void) | undefined;
  onFatal(error: unknown): void;
}

/** What nodes say to each other about states and headers on a chain of proof of work (sync/work-snapshot.md): this one gives, at a pace, and takes (TakeWorkState). */
export class WorkSnapshots {
  readonly #parts: WorkSnapshotsParts;
  readonly #talk: SnapshotTalk;
  readonly #taking: TakeWorkState;
  readonly #paced: PacedAnswers;
  #toldAtMs = -Infinity;

  constructor(options: TakeWorkStateOptions, parts: WorkSnapshotsParts) {
    this.#parts = parts;
    this.#paced = new PacedAnswers(parts);
    const { shelf, connected, send } = parts;
    this.#taking = new TakeWorkState(options, {
      ...parts,
      takesNone: parts.onReady === undefined,
      talk: () => this.#talk,
      connected: () => connected().filter((peer) => this.#speaks(peer)),
      ask: (peer, request, fromHeight) => send(peer, 'getHeaders', encodeGetBlocks(request, fromHeight)),
    });
    this.#talk = new SnapshotTalk({ wireVersion: WORK_SYNC_VERSION }, {
      ...parts,
      staging: shelf.staging,
      send: (peer, kind, payload) => this.#give(peer, kind, payload),
      proof: () => new BuriedHead(),
      isNeeded: () => this.#taking.isNeeded,
      isWanted: (name) => this.#taking.isWanted(name),
      stillHolds: (name) => this.#taking.buries(name),
      beforeComplete: () => this.#taking.keepHeaders(),
    });
  }

  /** The state that is being fetched, and how much of it is here, from 0 to 1. */
  get progress(): { readonly height: number; readonly share: number } | undefined {
    return this.#talk.progress;
  }

  get isActive(): boolean {
    return this.#taking.isActive;
  }

  /** In words, when blocks are missing that nobody in reach has, nor a state instead. */
  get trouble(): string | undefined {
    return this.#taking.trouble;
  }

  claimed(peer: string): number | undefined {
    return this.#taking.claimed(peer);
  }

  onConnected(peer: string): void {
    if (!this.#speaks(peer)) return;
    this.#tellHeights(peer);
    this.#taking.onConnected();
  }

  onDisconnected(peer: string): void {
    this.#paced.onDisconnected(peer);
    this.#talk.onDisconnected(peer);
    this.#taking.onDisconnected(peer);
  }

  /** The engine asked everybody for a block in vain. */
  onLacking(): void {
    this.#taking.onLacking();
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
    this.#paced.close();
    this.#talk.close();
    this.#taking.close();
  }

  #speaks(peer: string): boolean {
    return (this.#parts.versionOf(peer) ?? 0) >= WORK_SYNC_VERSION;
  }

  /** What this node has: first what it has no longer, so that nobody asks for that. */
  #tellHeights(peer: string): void {
    const { send, chain } = this.#parts;
    if (chain.keptFrom > 1) send(peer, 'keptFrom', encodeHeight(chain.keptFrom));
    send(peer, 'finalHeight', encodeHeight(chain.durableHeight));
  }

  #hearHeight(peer: string, kind: 'finalHeight' | 'keptFrom', payload: Bytes): void {
    const height = decodeHeight(payload);
    if (height === undefined) return this.#parts.drop(peer, 'it speaks of what is no height');
    if (kind === 'finalHeight') return this.#taking.onFinalHeight(peer, height);
    this.#taking.onKeptFrom(peer, height);
    this.#parts.onKeptFrom(peer, height);
  }

  #giveHeaders(peer: string, payload: Bytes): void {
    const { chain, drop } = this.#parts;
    const wanted = decodeGetBlocks(payload);
    if (wanted === undefined) return drop(peer, 'it asks for what cannot be a header');
    // Everybody has genesis.
    const headers = wanted.fromHeight === 0 ? [] : chain.headersFrom(wanted.fromHeight, SNAPSHOT.headersMax);
    this.#give(peer, 'headersOfWork', withNumber(wanted.request, concatBytes(...headers)));
  }

  #give(peer: string, kind: MessageKind, payload: Bytes): void {
    this.#paced.gave(peer, payload.length);
    this.#parts.send(peer, kind, payload);
  }

  #takeHeaders(peer: string, payload: Bytes): void {
    const given = decodeHeadersOfWork(payload);
    if (given === undefined) return this.#parts.drop(peer, 'it gives what cannot be headers');
    this.#taking.onHeaders(peer, given.request, given.headers);
  }
}
