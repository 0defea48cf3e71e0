import type { MessageKind } from '../network';
import type { Bytes } from '../primitives/bytes';
import { EMPTY } from '../primitives/bytes';
import type { SnapshotStaging } from '../storage';
import { decodeGetHead, decodeGetRange, encodeSnapshotName, SNAPSHOT, SnapshotFetch } from '../sync';
import type { CatchUp, SnapshotFetchParts } from '../sync';
import type { Clock } from './clock';
import type { NodeLog } from './node-log';
import { decodeNumbered, withNumber } from './peer-frames';
import type { Snapshots } from './snapshots';

/** The wire version that these messages came with. */
const WIRE_VERSION = 3;
export type SnapshotMessage = Extract<MessageKind, 'askSnapshot' | 'snapshotOffer' | 'getSnapshotHead' | 'snapshotHead' | 'getStateRange' | 'stateRange'>;

export interface SnapshotTalkOptions {
  /** A node that prunes need not have blocks that it would forget at once. */
  readonly keepBlocks: number | undefined;
}

export interface SnapshotTalkParts extends Pick<SnapshotFetchParts, 'trust' | 'drop' | 'onFatal'> {
  readonly snapshots: Snapshots;
  readonly staging: SnapshotStaging;
  readonly catchUp: CatchUp;
  readonly clock: Clock;
  readonly log: NodeLog;
  finalHeight(): number;
  connected(): readonly string[];
  versionOf(peer: string): number | undefined;
  send(peer: string, kind: MessageKind, payload: Bytes): void;
  /** A snapshot is here: the node should be closed and started again, which puts it in the place of what it has. undefined: nobody does that. */
  readonly onReady: ((height: number) => void) | undefined;
}

/** What nodes say to each other about whole states: gives those that this node holds, and fetches one when blocks cannot or should not be had. */
export class SnapshotTalk {
  readonly #options: SnapshotTalkOptions;
  readonly #parts: SnapshotTalkParts;
  readonly #fetch: SnapshotFetch;
  #isReady = false;

  constructor(options: SnapshotTalkOptions, parts: SnapshotTalkParts) {
    this.#options = options;
    this.#parts = parts;
    const { staging, clock, log, connected, versionOf, send, trust, drop, onFatal } = parts;
    this.#fetch = new SnapshotFetch({
      staging, trust, drop, onFatal,
      isWanted: (height) => this.#isWanted(height),
      isNeeded: () => this.#isWanted(parts.catchUp.claimedMost),
      connected: () => connected().filter((peer) => (versionOf(peer) ?? 0) >= WIRE_VERSION),
      ask: (peer, kind, request, payload) => send(peer, kind, withNumber(request, payload)),
      nowMs: () => clock.nowMs(),
      later: (pauseMs, call) => clock.later(pauseMs, call),
      pause: () => new Promise((resolve) => setImmediate(resolve)),
      onChosen: ({ height }) => log('info', 'fetching the state of a block instead of the blocks before it', { height }),
      onComplete: ({ height }) => this.#complete(height),
    });
  }

  /** What is being fetched, and how much of it is here, from 0 to 1. */
  get progress(): { readonly height: number; readonly share: number } | undefined {
    return this.#fetch.progress;
  }

  /** Whether blocks are of no use now. */
  get holdsBlocksBack(): boolean {
    return this.#isReady || this.#fetch.progress !== undefined;
  }

  /** Somebody claims something new. */
  consider(): void {
    if (this.#parts.onReady === undefined || this.#isReady || this.#fetch.isActive) return;
    if (this.#isWanted(this.#parts.catchUp.claimedMost)) this.#fetch.begin();
  }

  onDisconnected(peer: string): void {
    this.#fetch.onDisconnected(peer);
  }

  onMessage(peer: string, kind: SnapshotMessage, payload: Bytes): void {
    const { drop } = this.#parts;
    const numbered = decodeNumbered(payload);
    if (numbered === undefined) return drop(peer, 'what is said about states carries the number of a request');
    const { number, rest } = numbered;
    switch (kind) {
      case 'askSnapshot':
        return this.#offer(peer, number);
      case 'getSnapshotHead':
        return this.#giveHead(peer, number, rest);
      case 'getStateRange':
        return this.#giveRange(peer, number, rest);
      case 'snapshotOffer':
        return this.#fetch.onOffer(peer, number, rest);
      case 'snapshotHead':
        return this.#fetch.onHead(peer, number, rest);
      case 'stateRange':
        return this.#fetch.onRange(peer, number, rest);
    }
  }

  close(): void {
    this.#fetch.close();
    this.#parts.snapshots.close();
  }

  /** Blocks are better, as long as they can be had and would be kept. */
  #isWanted(height: number): boolean {
    const { catchUp, finalHeight } = this.#parts;
    const gap = height - finalHeight();
    if (gap <= 0) return false;
    const { keepBlocks } = this.#options;
    return catchUp.missing !== undefined || (keepBlocks !== undefined && gap >= Math.max(keepBlocks, SNAPSHOT.gapBlocksMin));
  }

  #complete(height: number): void {
    this.#isReady = true;
    this.#parts.log('info', 'the state is here; the node goes on from it', { height });
    this.#parts.onReady?.(height);
  }

  #offer(peer: string, request: number): void {
    const { snapshots, send } = this.#parts;
    const name = snapshots.offer();
    send(peer, 'snapshotOffer', withNumber(request, name === undefined ? EMPTY : encodeSnapshotName(name)));
  }

  #giveHead(peer: string, request: number, rest: Bytes): void {
    const { snapshots, send, drop } = this.#parts;
    const wanted = decodeGetHead(rest);
    if (wanted === undefined) return drop(peer, 'it asks for what cannot be a state');
    send(peer, 'snapshotHead', withNumber(request, snapshots.head(wanted.height, wanted.fromEpoch) ?? EMPTY));
  }

  #giveRange(peer: string, request: number, rest: Bytes): void {
    const { snapshots, send, drop } = this.#parts;
    const wanted = decodeGetRange(rest);
    if (wanted === undefined || wanted.from > wanted.until) return drop(peer, 'it asks for what cannot be a part of a state');
    send(peer, 'stateRange', withNumber(request, snapshots.range(wanted.height, wanted) ?? EMPTY));
  }
}
