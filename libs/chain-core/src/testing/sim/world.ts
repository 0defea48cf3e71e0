import type { Bytes } from '../../primitives/bytes';
import type { BlockPlace, BlockRef, Engine } from '../../consensus/engine';
import type { Random } from './random';
import type { Schedule } from './schedule';
import type { SimKeys } from './sim-keys';

/** What travels between seats of a simulated chain. */
export type Envelope =
  | { readonly kind: 'engine'; readonly bytes: Bytes }
  | { readonly kind: 'gossip'; readonly transactions: readonly number[] }
  /** "Which of my votes have you seen?" and what the engine recalls. */
  | { readonly kind: 'ask-votes' }
  | { readonly kind: 'seen-votes'; readonly recalled: Bytes }
  | { readonly kind: 'sync-want'; readonly height: number }
  /** Final blocks after that height; the certificate is the last one's. */
  | { readonly kind: 'sync-blocks'; readonly blocks: readonly Bytes[]; readonly certificate: Bytes };

/** What a disk does wrong when its machine loses power; a sound one only tears the write that was under way. */
export type DiskFault = 'flipped bit' | 'lost writes';

/** Whoever sits on a seat: an honest node or a Byzantine double. */
export interface Participant {
  readonly seat: number;
  receive(from: number, envelope: Envelope): void;
}

export interface Restored {
  readonly log: readonly Bytes[];
  readonly final: BlockRef;
  readonly certificate: Bytes | undefined;
  /** The chain above the block the epoch began on. */
  readonly past: { readonly epochView: number | undefined; readonly blocks: readonly BlockPlace[] };
}

/** Makes the engine of a seat from what its disk kept. */
export type EngineFactory = (seat: number, restored: Restored) => Engine;

/** What the participants share: time, chance and links. */
export interface World {
  readonly seats: number;
  readonly schedule: Schedule;
  readonly random: Random;
  readonly keys: SimKeys;
  send(from: number, to: number, envelope: Envelope): void;
  /** A node is about to sync its disk. @returns true when it lost power just now. */
  losesPower(seat: number): boolean;
  /** What that seat's disk does wrong when power fails this time. */
  diskFault(seat: number): DiskFault | undefined;
  verifyFinality(block: BlockRef, certificate: Bytes): boolean;
}
