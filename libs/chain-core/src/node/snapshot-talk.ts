import type { MessageKind } from '../network';
import type { Bytes } from '../primitives/bytes';
import { EMPTY } from '../primitives/bytes';
import { decodeGetHead, decodeGetRange, encodeSnapshotName, SnapshotFetch } from '../sync';
import type { SnapshotFetchParts, SnapshotStaging } from '../sync';
import type { Clock } from './clock';
import type { NodeLog } from './node-log';
import { decodeNumbered, withNumber } from './peer-frames';
import type { Snapshots } from './snapshots';

export type SnapshotMessage = Extract<MessageKind, 'askSnapshot' | 'snapshotOffer' | 'getSnapshotHead' | 'snapshotHead' | 'getStateRange' | 'stateRange'>;

export interface SnapshotTalkOptions {
  /** The wire version that these messages came with on such a chain. */
  readonly wireVersion: number;
}

export interface SnapshotTalkParts extends Pick<SnapshotFetchParts, 'proof' | 'pause' | 'isWanted' | 'isNeeded' | 'stillHolds' | 'beforeComplete' | 'drop' | 'onFatal'> {
  readonly snapshots: Pick<Snapshots, 'offer' | 'head' | 'range' | 'close'>;
  readonly staging: SnapshotStaging;
  readonly clock: Clock;
  readonly log: NodeLog;
  connected(): readonly string[];
  versionOf(peer: string): number | undefined;
  send(peer: string, kind: MessageKind, payload: Bytes): void;
  /** A snapshot is here: the node should be closed and started again, which puts it in the place of what it has. undefined: nobody does that. */
  readonly onReady: ((height: number) => void) | undefined;
}

/** What nodes say to each other about whole states: gives those that this node holds, and fetches one when blocks cannot or should not be had. */
export class SnapshotTalk {
  readonly #parts: SnapshotTalkParts;
  readonly #fetch: SnapshotFetch;
  #isReady = false;

  constructor({ wireVersion }: SnapshotTalkOptions, parts: SnapshotTalkParts) {
    this.#parts = parts;
    const { clock, log, connected, versionOf, send } = parts;
    this.#fetch = new SnapshotFetch({
      ...parts,
      connected: () => connected().filter((peer) => (versionOf(peer) ?? 0) >= wireVersion),
      ask: (peer, kind, request, payload) => send(peer, kind, withNumber(request, payload)),
      nowMs: () => clock.nowMs(),
      later: (pauseMs, call) => clock.later(pauseMs, call),
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

  /** Whether a state is being looked for or fetched. */
  get isActive(): boolean {
    return this.#fetch.isActive || this.#isReady;
  }

  /** There may be a reason to fetch a state. */
  consider(): void {
    if (this.#parts.onReady !== undefined && !this.isActive && this.#parts.isNeeded()) this.#fetch.begin();
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
