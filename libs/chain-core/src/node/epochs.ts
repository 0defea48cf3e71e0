import type { Executor } from '../execution';
import type { Network } from '../network';
import type { Bytes } from '../primitives/bytes';
import { refuse } from '../primitives/refusal';
import { genesisCommittee } from '../protocol/committee';
import { endsEpoch, epochAfter } from '../protocol/epoch';
import type { BftParameters, GenesisDocument } from '../protocol/genesis';
import type { Committee } from '../protocol/vote';
import type { Clock } from './clock';
import type { ExecutedBlock } from './executed-block';
import type { NodeCore } from './node-core';
import type { NodeLog } from './node-log';
import type { OpenChain } from './open-chain';
import { Seats } from './seats';
import { Voting } from './voting';

export interface EpochsOptions {
  readonly genesis: GenesisDocument;
  readonly parameters: BftParameters;
  /** Hex. */
  readonly nodeKey: string;
  readonly votingSeeds: readonly Bytes[];
}

export interface EpochsParts {
  readonly chain: OpenChain;
  readonly executor: Executor;
  readonly clock: Clock;
  readonly log: NodeLog;
  readonly core: NodeCore;
  readonly network: Network;
  /** Whether this node may vote in an epoch at all. */
  mayVote(epoch: number): boolean;
  /** Another committee decides from now on. */
  onEntered(): void;
  /** Consensus has proof of a final block that is not here. */
  onBehind(): void;
  onBlame(epoch: number, seat: number, evidence: Bytes): void;
  onFatal(error: unknown): void;
}

/**
 * Which committee decides, and this node's part in it. When the last block of an epoch is final:
 *   1. the old engine stops at once: nothing may stand on that block but what closed it;
 *   2. the block goes to disk. A crash before that finds the old epoch, whose votes are still in the log and whose other seats can finish it;
 *   3. the new engine begins. It asks a quorum of its committee which of its votes they have seen, as after any start.
 */
export class Epochs {
  readonly seats: Seats;
  readonly #options: EpochsOptions;
  readonly #parts: EpochsParts;
  #voting: Voting | undefined;
  #known: { readonly at: ExecutedBlock; readonly nodeKeys: ReadonlySet<string> } | undefined;
  #closed = false;

  /** @throws Refusal WRONG_KEY {field}: no voting key on this machine is the one of its seat. */
  constructor(options: EpochsOptions, parts: EpochsParts) {
    this.#options = options;
    this.#parts = parts;
    this.seats = new Seats({ ...options, committee: this.#committeeAfter(parts.chain.final) });
    if (this.seats.lacksKey) refuse('WRONG_KEY', { field: 'keys/voting.key' });
  }

  /** The epoch this node takes part in. */
  get epoch(): number {
    return this.seats.committee.epoch;
  }

  get voting(): Voting | undefined {
    return this.#voting;
  }

  /** The committee that certifies what follows the newest final block. */
  committee(): Committee {
    return this.#committeeAfter(this.#parts.core.tree.final);
  }

  /** Whether a node may connect: it has a seat, is about to get one, or had one until lately. */
  isKnown(nodeKey: string): boolean {
    const { final } = this.#parts.core.tree;
    if (this.#known?.at !== final) this.#known = { at: final, nodeKeys: this.#nodeKeysAfter(final) };
    return this.#known.nodeKeys.has(nodeKey);
  }

  begin(): void {
    this.#takeTurn();
    this.#vote();
  }

  /** The newest final block is the last of its epoch. */
  over(): void {
    this.#voting?.stop(); // 1
    this.#voting = undefined;
    this.#parts.core.commits.afterAll(() => this.#closed || this.#enter()); // 2
  }

  /** No vote of this epoch is given any more. */
  hold(): void {
    this.#voting?.stop();
    this.#voting = undefined;
  }

  close(): void {
    this.#closed = true;
    this.#voting?.stop();
  }

  #enter(): void {
    const { core, network, log, onEntered } = this.#parts;
    const { final } = core.tree;
    const committee = this.#committeeAfter(final);
    // Sync may have gone on to the end of yet another epoch, which is not on disk: then this is called once more.
    if (committee.epoch === this.epoch || (endsEpoch(final.block.header) && core.reader.finalHeight < final.height)) return;
    this.#voting?.stop();
    this.seats.enter(committee);
    this.#takeTurn();
    log('info', 'another committee decides', { epoch: committee.epoch, validators: committee.seats.length, seat: this.seats.own ?? -1 });
    if (this.seats.lacksKey) log('error', 'this machine has no voting key of its seat: the node follows without voting', { epoch: committee.epoch });
    for (const peer of network.connected()) if (!this.isKnown(peer) && !network.isWanted(peer)) network.drop(peer, 'it has no seat any more');
    this.#vote(); // 3
    onEntered();
  }

  /** Blocks are made for the present epoch from now on. */
  #takeTurn(): void {
    const { core } = this.#parts;
    core.maker.enter({ epoch: this.epoch, proposer: this.seats.own ?? 0, viewTimerMs: this.#parametersAfter(core.tree.final).viewTimerMs });
  }

  #vote(): void {
    const { chain, clock, log, core, network, onBehind, onBlame, onFatal } = this.#parts;
    const { own, votingKeys, committee } = this.seats;
    const { genesis } = this.#options;
    const final = core.tree.final;
    if (own === undefined || votingKeys === undefined || !this.#parts.mayVote(committee.epoch)) return;
    const parameters = this.#parametersAfter(final);
    this.#voting = new Voting({ genesis, parameters, committee, seat: own, keys: votingKeys, final }, {
      chain, clock, log, onFatal, onBehind, core, network, seats: this.seats,
      onBlame: (seat, evidence) => onBlame(committee.epoch, seat, evidence),
    });
    this.#voting.begin();
    for (const peer of network.connected()) {
      const seat = this.seats.seatOf(peer);
      if (seat !== undefined) this.#voting.onSeatConnected(seat);
    }
    core.tellAfresh();
  }

  #committeeAfter(final: ExecutedBlock): Committee {
    const epoch = epochAfter(final.block.header);
    if (this.seats?.committee.epoch === epoch) return this.seats.committee;
    return this.#parts.executor.seatsAfter(final.asParent)?.committee(epoch) ?? genesisCommittee(this.#options.genesis);
  }

  #parametersAfter(final: ExecutedBlock): BftParameters {
    return this.#parts.executor.seatsAfter(final.asParent)?.epoch().consensus ?? this.#options.parameters;
  }

  #nodeKeysAfter(final: ExecutedBlock): ReadonlySet<string> {
    return this.#parts.executor.seatsAfter(final.asParent)?.nodeKeys() ?? new Set(this.#options.genesis.seats.map(({ nodeKey }) => nodeKey));
  }
}
