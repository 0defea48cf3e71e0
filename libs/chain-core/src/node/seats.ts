import type { Bytes } from '../primitives/bytes';
import { equalBytes, toHex } from '../primitives/bytes';
import type { Committee } from '../protocol/vote';
import { votingKeyPair, type VotingKeyPair } from '../protocol/voting-keys';

export interface SeatsOptions {
  /** Hex. */
  readonly nodeKey: string;
  /** Seeds of voting keys on this machine: the seat's present one, and the next one while it is being changed. */
  readonly votingSeeds: readonly Bytes[];
  readonly committee: Committee;
}

/** Who is who in the committee of the present epoch, and who this node is. Nodes are named by the hex of their node key. */
export class Seats {
  readonly #options: SeatsOptions;
  #votingSeeds: readonly Bytes[];
  #committee!: Committee;
  #seatOfNode!: ReadonlyMap<string, number>;
  #own: number | undefined;
  #votingSeed: Bytes | undefined;
  #votingKeys: VotingKeyPair | undefined;

  constructor(options: SeatsOptions) {
    this.#options = options;
    this.#votingSeeds = options.votingSeeds;
    this.enter(options.committee);
  }

  get committee(): Committee {
    return this.#committee;
  }

  /** Index of this node's seat in the committee, if it can vote there; undefined: it follows without voting. */
  get own(): number | undefined {
    return this.#own;
  }

  /** Index of this node's seat in the committee, whether it can vote there or not. */
  get place(): number | undefined {
    return this.#seatOfNode.get(this.#options.nodeKey);
  }

  get votingKeys(): VotingKeyPair | undefined {
    return this.#votingKeys;
  }

  /** Whether this node has a seat, and voting keys, but not the seat's. */
  get lacksKey(): boolean {
    return this.#seatOfNode.has(this.#options.nodeKey) && this.#own === undefined && this.#votingSeeds.length > 0;
  }

  /** The seat is going to vote with this key. */
  addVotingSeed(seed: Bytes): void {
    this.#votingSeeds = [...this.#votingSeeds, seed];
  }

  /** The pair of another scheme that comes from the seed the seat votes with now. */
  keysOf(scheme: Committee['scheme']): VotingKeyPair | undefined {
    return this.#votingSeed && votingKeyPair(scheme, this.#votingSeed);
  }

  /** Another committee decides from now on. */
  enter(committee: Committee): void {
    this.#committee = committee;
    this.#seatOfNode = new Map(committee.seats.map((seat, i) => [toHex(seat.nodeKey), i]));
    const seat = this.#seatOfNode.get(this.#options.nodeKey);
    const votingKey = seat === undefined ? undefined : committee.seats[seat]!.votingKey;
    this.#votingSeed = votingKey && this.#votingSeeds.find((seed) => equalBytes(votingKeyPair(committee.scheme, seed).publicKey, votingKey));
    this.#votingKeys = this.keysOf(committee.scheme);
    this.#own = this.#votingKeys === undefined ? undefined : seat;
  }

  /** Whether this machine holds a voting key (hex) of a scheme. */
  holds(scheme: Committee['scheme'], votingKey: string): boolean {
    return this.#votingSeeds.some((seed) => toHex(votingKeyPair(scheme, seed).publicKey) === votingKey);
  }

  seatOf(node: string): number | undefined {
    return this.#seatOfNode.get(node);
  }

  nodeOf(seat: number): string | undefined {
    const found = this.#committee.seats[seat];
    return found && toHex(found.nodeKey);
  }
}
