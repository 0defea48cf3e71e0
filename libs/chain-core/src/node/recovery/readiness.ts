import type { Hash } from '../../primitives/bytes';
import { equalBytes, toHex } from '../../primitives/bytes';
import { SCHEME_FORMS } from '../../protocol/certificate-scheme';
import { provesPossession } from '../../protocol/possession';
import type { Ready } from './recovery-messages';
import type { Seats } from '../seats';

export interface ReadinessParts {
  readonly seats: Seats;
  /** Of the newest final block here. */
  finalId(): Hash;
}

export interface SeatReadiness {
  readonly place: number;
  readonly nodeKey: string;
  readonly isPrepared: boolean;
  readonly height: number | null;
}

/** Which seats are prepared to start again, and where each stands, as they have said in the present epoch: this node too. By node key, in hex. */
export class Readiness {
  readonly #parts: ReadinessParts;
  readonly #ready = new Map<string, Ready>();

  constructor(parts: ReadinessParts) {
    this.#parts = parts;
  }

  of(nodeKey: string): Ready | undefined {
    return this.#ready.get(nodeKey);
  }

  /** @returns whether it had said nothing before */
  note(nodeKey: string, ready: Ready): boolean {
    const isNew = !this.#ready.has(nodeKey);
    this.#ready.set(nodeKey, ready);
    return isNew;
  }

  /** Why no honest node of a seat says this; undefined: it may be. */
  fault(nodeKey: string, { votingKey, proofOfPossession }: Ready): string | undefined {
    const { seats } = this.#parts;
    const { scheme } = seats.committee;
    const seat = seats.committee.seats[seats.seatOf(nodeKey)!]!;
    const { votingKeyBytes, signatureBytes } = SCHEME_FORMS[scheme];
    const isShaped = votingKey.length === votingKeyBytes && proofOfPossession.length === signatureBytes;
    return isShaped && provesPossession(scheme, proofOfPossession, seat.nodeKey, votingKey) ? undefined : 'it does not hold the fresh key that it names';
  }

  /** It is gone: it takes no part until it is back and says again where it stands. */
  forget(nodeKey: string): void {
    this.#ready.delete(nodeKey);
  }

  clear(): void {
    this.#ready.clear();
  }

  get highest(): number {
    return Math.max(...[...this.#ready.values()].map(({ height }) => height));
  }

  /** Those that stand where this node does. */
  get level(): ReadonlyMap<string, Ready> {
    const finalId = this.#parts.finalId();
    return new Map([...this.#ready].filter(([, { blockId }]) => equalBytes(blockId, finalId)));
  }

  get bySeat(): readonly SeatReadiness[] {
    return this.#parts.seats.committee.seats.map((seat, place) => {
      const nodeKey = toHex(seat.nodeKey);
      const ready = this.#ready.get(nodeKey);
      return { place, nodeKey, isPrepared: ready !== undefined, height: ready?.height ?? null };
    });
  }
}
