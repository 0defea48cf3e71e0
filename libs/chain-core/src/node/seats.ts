import type { Bytes } from '../primitives/bytes';
import { toHex } from '../primitives/bytes';
import { refuse } from '../primitives/refusal';
import { genesisCommittee } from '../protocol/committee';
import type { GenesisDocument } from '../protocol/genesis';
import type { Committee } from '../protocol/vote';
import { votingKeyPair, type VotingKeyPair } from '../protocol/voting-keys';

/** Who is who on this chain, and who this node is. Nodes are named by the hex of their node key. */
export class Seats {
  readonly committee: Committee;
  /** Index of this node's seat in the committee; undefined: it follows without voting. */
  readonly own: number | undefined;
  readonly votingKeys: VotingKeyPair | undefined;
  readonly #seatOfNode: ReadonlyMap<string, number>;
  readonly #known: ReadonlySet<string>;

  /** @throws Refusal WRONG_KEY {field}: the voting key on this machine is not the one of its seat. */
  constructor(options: { readonly genesis: GenesisDocument; readonly nodeKey: string; readonly votingSeed: Bytes | undefined }) {
    this.committee = genesisCommittee(options.genesis);
    this.#seatOfNode = new Map(this.committee.seats.map((seat, i) => [toHex(seat.nodeKey), i]));
    this.#known = new Set(options.genesis.seats.map((seat) => seat.nodeKey));
    const seat = this.#seatOfNode.get(options.nodeKey);
    if (seat === undefined || options.votingSeed === undefined) return;
    const keys = votingKeyPair(this.committee.scheme, options.votingSeed);
    if (toHex(keys.publicKey) !== toHex(this.committee.seats[seat]!.votingKey)) refuse('WRONG_KEY', { field: 'keys/voting.key' });
    this.own = seat;
    this.votingKeys = keys;
  }

  seatOf(node: string): number | undefined {
    return this.#seatOfNode.get(node);
  }

  nodeOf(seat: number): string | undefined {
    const found = this.committee.seats[seat];
    return found && toHex(found.nodeKey);
  }

  /** Whether a node key is in genesis, in whatever role. */
  isKnown(node: string): boolean {
    return this.#known.has(node);
  }
}
