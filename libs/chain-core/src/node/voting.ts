import { BftEngine } from '../consensus/bft/bft-engine';
import type { Engine } from '../consensus/engine';
import { perform } from '../execution';
import type { Network } from '../network';
import type { Bytes } from '../primitives/bytes';
import { EMPTY } from '../primitives/bytes';
import { quorumOf } from '../protocol/committee';
import type { BftParameters, GenesisDocument } from '../protocol/genesis';
import { chainIdOf } from '../protocol/ids';
import { endsEpoch } from '../protocol/epoch';
import { schemeOf } from '../protocol/verify-certificate';
import type { Committee } from '../protocol/vote';
import type { VotingKeyPair } from '../protocol/voting-keys';
import { refOf } from './block-maker';
import type { Clock } from './clock';
import { readEpochPast } from './epoch-past';
import { ConsensusDriver } from './consensus-driver';
import type { EngineInput } from './engine-input';
import type { ExecutedBlock } from './executed-block';
import type { NodeCore } from './node-core';
import type { NodeLog } from './node-log';
import type { OpenChain } from './open-chain';
import { withNumber } from './peer-frames';
import type { Seats } from './seats';
import { StartGate } from './start-gate';

export interface VotingOptions {
  readonly genesis: GenesisDocument;
  readonly parameters: BftParameters;
  readonly committee: Committee;
  readonly seat: number;
  readonly keys: VotingKeyPair;
  /** What the engine begins with: it and all before it is on disk. */
  readonly final: ExecutedBlock;
}

export interface VotingParts {
  readonly chain: OpenChain;
  readonly core: NodeCore;
  readonly network: Network;
  readonly seats: Seats;
  readonly clock: Clock;
  readonly log: NodeLog;
  /** Consensus has proof of a final block that is not here. */
  onBehind(): void;
  /** A seat signed two votes that contradict each other. */
  onBlame(seat: number, evidence: Bytes): void;
  onFatal(error: unknown): void;
}

/** A validator's part in the consensus of one epoch: the engine, what drives it, and the question it asks before it votes. Observers have none. */
export class Voting {
  readonly #parts: VotingParts;
  readonly #epoch: number;
  readonly #engine: Engine;
  readonly #driver: ConsensusDriver;
  readonly #gate: StartGate;

  constructor(options: VotingOptions, parts: VotingParts) {
    this.#parts = parts;
    this.#epoch = options.committee.epoch;
    this.#engine = makeEngine(options, parts);
    this.#driver = this.#makeDriver();
    this.#gate = new StartGate({ answersNeeded: quorumOf(options.committee.seats.length) - 1 }, {
      ask: (seat) => parts.network.send(parts.seats.nodeOf(seat)!, 'askVotes', withNumber(this.#epoch, EMPTY)),
      connected: () => parts.network.connected().flatMap((peer) => parts.seats.seatOf(peer) ?? []),
      later: (pauseMs, call) => parts.clock.later(pauseMs, call),
      heed: (recalled) => this.#engine.heed(recalled),
      onOpen: (abstainsUpTo) => this.#open(abstainsUpTo),
    });
  }

  begin(): void {
    this.#gate.begin();
  }

  push(input: EngineInput): void {
    this.#driver.push(input);
  }

  onSeatConnected(seat: number): void {
    this.#gate.onSeatConnected(seat);
    this.#driver.push({ kind: 'connected', seat });
  }

  recall(seat: number): Bytes {
    return this.#engine.recall(seat);
  }

  /** @returns false when no honest seat says this. */
  onSeenVotes(seat: number, recalled: Bytes): boolean {
    return this.#gate.onAnswer(seat, recalled);
  }

  /** The disk has caught up. */
  resume(): void {
    this.#driver.resume();
  }

  status(): ReturnType<Engine['status']> {
    return this.#driver.status();
  }

  stop(): void {
    this.#gate.close();
    this.#driver.stop();
  }

  #open(abstainsUpTo: number): void {
    if (abstainsUpTo > 0) this.#parts.log('info', 'others are ahead of the vote log of this node: it casts no vote up to this view', { view: abstainsUpTo });
    this.#driver.start();
  }

  #makeDriver(): ConsensusDriver {
    const { core, chain, clock, onBehind, onBlame, onFatal } = this.#parts;
    return new ConsensusDriver({
      engine: this.#engine,
      votes: chain.votes,
      clock,
      onFatal,
      onBehind,
      send: (to, bytes) => this.#send(to, bytes),
      build: (view, parentId, heartbeat) => perform(core.maker.build(view, parentId, heartbeat)),
      check: (block, certified) => perform(core.maker.check(block, certified)),
      onHead: (id) => core.headIs(id),
      onFinal: (id, certificate) => core.finalIs(id, certificate),
      onBlame,
      afterCommit: (call) => core.commits.afterAll(call),
      isHeldBack: () => core.commits.isFull,
      isIdle: () => core.isIdle,
    });
  }

  #send(to: number | 'all', bytes: Bytes): void {
    const { network, seats } = this.#parts;
    const message = withNumber(this.#epoch, bytes);
    for (const peer of network.connected()) {
      const seat = seats.seatOf(peer);
      if (seat !== undefined && (to === 'all' || seat === to)) network.send(peer, 'consensus', message);
    }
  }
}

function makeEngine({ genesis, parameters, committee, seat, keys, final }: VotingOptions, { chain, core }: VotingParts): Engine {
  // A certificate of the epoch before says nothing to this one.
  const certificate = endsEpoch(final.block.header) || core.finalCertificate.length === 0 ? undefined : core.finalCertificate;
  return new BftEngine(
    { chainId: chainIdOf(genesis), committee, seat, parameters, topology: parameters.topology, blockBytesMax: genesis.limits.blockBytesMax },
    { sign: (message) => keys.sign(message), scheme: schemeOf(committee), readBlock: (bytes) => core.maker.read(bytes) },
    { log: chain.votes.records.map(({ bytes }) => bytes), final: refOf(final.block), certificate, past: readEpochPast(final.block.header, committee.epoch, chain.store) },
  );
}
