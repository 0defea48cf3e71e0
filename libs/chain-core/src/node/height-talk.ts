import type { MessageKind } from '../network';
import type { Bytes } from '../primitives/bytes';
import type { CatchUp } from '../sync';
import type { Clock } from './clock';
import { NODE } from './limits';
import { decodeHeight, encodeHeight } from './peer-frames';
import type { Seats } from './seats';
import type { SnapshotTalk } from './snapshot-talk';

export interface HeightTalkParts {
  readonly seats: Seats;
  readonly clock: Clock;
  readonly catchUp: CatchUp;
  readonly snapshots: SnapshotTalk;
  finalHeight(): number;
  /** Older blocks are gone here. */
  keptFrom(): number;
  connected(): readonly string[];
  send(peer: string, kind: MessageKind, payload: Bytes): void;
  drop(peer: string, reason: string): void;
}

/** Says to peers which final blocks this node has, and hears which they have. */
export class HeightTalk {
  readonly #parts: HeightTalkParts;
  #announcedAtMs = 0;
  #announceLater: (() => void) | undefined;

  constructor(parts: HeightTalkParts) {
    this.#parts = parts;
  }

  /** First what it has no longer, so that nobody asks for that. */
  tell(peer: string): void {
    const { send, keptFrom, finalHeight } = this.#parts;
    if (keptFrom() > 1) send(peer, 'keptFrom', encodeHeight(keptFrom()));
    send(peer, 'finalHeight', encodeHeight(finalHeight()));
  }

  /** There are new final blocks: whoever follows without voting hears at once, validators now and then. */
  announce(): void {
    const { clock, connected, seats } = this.#parts;
    for (const peer of connected()) if (seats.seatOf(peer) === undefined) this.tell(peer);
    if (this.#announceLater !== undefined) return;
    const waitMs = Math.max(0, this.#announcedAtMs + NODE.announceMsMin - clock.nowMs());
    this.#announceLater = clock.later(waitMs, () => {
      this.#announceLater = undefined;
      this.#announcedAtMs = clock.nowMs();
      for (const peer of connected()) if (seats.seatOf(peer) !== undefined) this.tell(peer);
    });
  }

  hear(peer: string, kind: 'finalHeight' | 'keptFrom', payload: Bytes): void {
    const { catchUp, snapshots, drop } = this.#parts;
    const height = decodeHeight(payload);
    if (height === undefined) return drop(peer, 'it speaks of what is no height');
    if (kind === 'keptFrom') catchUp.onKeptFrom(peer, height);
    else catchUp.onClaim(peer, height);
    if (kind === 'finalHeight') snapshots.consider();
  }

  close(): void {
    this.#announceLater?.();
  }
}
