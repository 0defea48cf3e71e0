import type { EngineEffect } from '../consensus/engine';
import { PowEngine } from '../consensus/pow/pow-engine';
import { perform } from '../execution';
import type { StateQuestionParts, WorkStateEvidence } from '../light';
import type { Message } from '../network';
import type { Bytes } from '../primitives/bytes';
import { refuse } from '../primitives/refusal';
import type { SealedBlock } from '../protocol/block';
import { chainIdOf } from '../protocol/ids';
import type { WorkReceipt } from '../protocol/receipt';
import type { SealedTransaction } from '../protocol/transaction';
import { refOf } from './block-maker';
import { burialOf, type Burial } from './burial';
import type { RecordedPlace } from './chain-reader';
import { nextTurn } from './clock';
import type { CompetingOptions, CompetingParts } from './competing-options';
import { ConsensusDriver } from './consensus-driver';
import type { EngineInput } from './engine-input';
import { askToForget } from './forget-chain';
import { NODE } from './limits';
import { OwnMiners } from './mining/own-miners';
import { OpenTalk } from './open-talk';
import { Sessions } from './sessions';
import { SplitWatch } from './split-watch';
import type { MiningStatus, PartStatus, PeerStatus, TakingPart } from './taking-part';
import { finalsOf, workChainOf } from './work-chain';
import { workReceiptOf, workStateEvidenceOf } from './work-evidence';
import { shelfIn } from './work-shelf';
import { WorkSnapshots } from './work-snapshots';

/** A node's part in open competition: the engine, what drives it, and the threads that mine. */
export class Competing implements TakingPart {
  readonly #options: CompetingOptions;
  readonly #parts: CompetingParts;
  readonly #talk: OpenTalk;
  readonly #snapshots: WorkSnapshots;
  readonly #engine: PowEngine;
  readonly #driver: ConsensusDriver;
  readonly #miners: OwnMiners;
  readonly #sessions = new Sessions();
  readonly #split: SplitWatch;

  constructor(options: CompetingOptions, parts: CompetingParts) {
    this.#options = options;
    this.#parts = parts;
    const { parameters } = options;
    const { genesis, chain, core, network, log, clock } = parts;
    this.#engine = new PowEngine(
      { chainId: chainIdOf(genesis), parameters, blockBytesMax: genesis.limits.blockBytesMax },
      { readBlock: (bytes) => core.maker.read(bytes), finals: finalsOf(core) },
      { log: chain.votes.records.map(({ bytes }) => bytes), final: refOf(core.tree.final.block) },
    );
    this.#split = new SplitWatch({ clock, log, reader: core.reader });
    this.#driver = this.#makeDriver();
    this.#miners = new OwnMiners({ workFunction: parameters.workFunction, dataDir: options.dataDir }, {
      clock, log,
      onSwitched: (on) => this.#driver.push({ kind: 'mining', on }),
      onFound: (job, nonce) => this.#driver.push({ kind: 'mined', job, nonce }),
    });
    this.#talk = new OpenTalk({
      intake: parts.intake,
      onFatal: parts.onFatal,
      connected: () => network.connected(),
      send: (peer, kind, payload) => network.send(peer, kind, payload),
      drop: (peer, reason) => network.drop(peer, reason),
      onWork: (peer, bytes) => this.#tellEngine(peer, (from) => ({ kind: 'message', from, bytes })),
      onSync: (peer, kind, payload) => this.#snapshots.onMessage(peer, kind, payload),
      onTransaction: (bytes, isSigned) => core.admission.gossiped(bytes, isSigned),
      waiting: () => core.admission.mempool.candidates(),
    });
    this.#snapshots = new WorkSnapshots(options, {
      clock, log,
      chain: workChainOf(core),
      shelf: shelfIn(options.dataDir),
      snapshots: core.snapshots,
      pause: nextTurn,
      onFatal: parts.onFatal,
      onReady: parts.onSnapshotReady,
      connected: () => network.connected(),
      isChosen: (peer) => network.addresses().some(({ nodeKey }) => nodeKey === peer),
      versionOf: (peer) => network.versionOf(peer),
      send: (peer, kind, payload) => network.send(peer, kind, payload),
      drop: (peer, reason) => network.drop(peer, reason),
      onKeptFrom: (peer, height) => this.#tellEngine(peer, (seat) => ({ kind: 'kept-from', seat, height })),
      lacking: () => this.#engine.lacking,
      onHold: (on) => this.#driver.push({ kind: 'hold', on }),
    });
  }

  get trouble(): string | undefined {
    return this.#split.words ?? this.#snapshots.trouble ?? this.#solitude();
  }

  /** Anybody may, as long as there is room. */
  allows(): boolean {
    return this.#parts.network.connected().length < NODE.openPeersMax;
  }

  begin(): void {
    this.#driver.start();
    this.#miners.begin();
  }

  push(input: EngineInput): void {
    this.#driver.push(input);
  }

  resume(): void {
    this.#driver.resume();
  }

  /** There is but one epoch. */
  epochIsOver(): void {}

  onFinal(): void {
    this.#snapshots.announce();
  }

  onConnected(peer: string): void {
    this.#driver.push({ kind: 'connected', seat: this.#sessions.begin(peer) });
    this.#talk.onConnected(peer);
    this.#snapshots.onConnected(peer);
  }

  onDisconnected(peer: string): void {
    this.#snapshots.onDisconnected(peer);
    const seat = this.#sessions.end(peer);
    if (seat !== undefined) this.#driver.push({ kind: 'disconnected', seat });
  }

  onMessage(peer: string, message: Message): void {
    this.#talk.onMessage(peer, message);
  }

  spread(transaction: SealedTransaction): void {
    this.#talk.spread(transaction);
  }

  status(): PartStatus {
    const { view, leader } = this.#engine.status();
    const { progress: snapshot, isActive } = this.#snapshots;
    return { epoch: 0, seat: undefined, committeeSeats: 0, view, leader, syncing: isActive, ...(snapshot && { snapshot }), competition: this.#mining() };
  }

  /** Nobody has a seat. What a peer claims to have is not believed: headers carry their price. */
  peer(nodeKey: string): PeerStatus {
    return { seat: null, finalHeight: this.#snapshots.claimed(nodeKey) ?? null };
  }

  burial(height: number | undefined): Burial {
    return burialOf(height, this.#options.parameters, this.#parts.core.tree);
  }

  async receipt(place: RecordedPlace, anchorHeight?: number): Promise<WorkReceipt> {
    return workReceiptOf(place, this.#options.parameters, this.#parts.core, anchorHeight);
  }

  async stateEvidence(asked: StateQuestionParts, block: SealedBlock, anchorHeight?: number): Promise<WorkStateEvidence> {
    return workStateEvidenceOf(asked, block, this.#options.parameters, this.#parts.core, anchorHeight);
  }

  /** Mines with so many threads from now on, also after a restart; 0: not at all. @throws Refusal THREADS_OUT_OF_RANGE {threadsMax}. */
  mine(threads: number): void {
    this.#miners.want(threads);
  }

  rejoin(forkHeight: number): void {
    this.#split.decided(forkHeight);
    askToForget(this.#options.dataDir);
    this.#parts.onForgetting();
  }

  sign(): never {
    return refuse('NO_SEAT_HERE');
  }

  signKeyChange(): never {
    return refuse('NO_SEAT_HERE');
  }

  stop(): void {
    this.#driver.stop();
    this.#split.close();
    this.#snapshots.close();
    this.#miners.close();
  }

  #tellEngine(peer: string, input: (session: number) => EngineInput): void {
    const session = this.#sessions.numberOf(peer);
    if (session !== undefined) this.#driver.push(input(session));
  }

  #mining(): MiningStatus {
    const { view: split } = this.#split;
    return { ...this.#engine.status(), ...(split && { split }), ...this.#miners.status() };
  }

  /** In words, when a node that should have peers mines without anybody hearing of it. */
  #solitude(): string | undefined {
    const { network } = this.#parts;
    const isAlone = network.addresses().length > 0 && network.connected().length === 0;
    return isAlone ? 'No peer is connected: blocks that are mined here may be in vain.' : undefined;
  }

  #makeDriver(): ConsensusDriver {
    const { core, chain, clock, onFatal } = this.#parts;
    return new ConsensusDriver({
      engine: this.#engine,
      votes: chain.votes,
      clock,
      onFatal,
      onBehind: () => undefined,
      onBlame: () => undefined,
      send: (to, bytes) => this.#send(to, bytes),
      build: (view, parentId, heartbeat, work) => perform(core.maker.build(view, parentId, heartbeat, work)),
      check: (block, certified) => perform(core.maker.check(block, certified)),
      onHead: (id) => core.headIs(id),
      onFinal: (id, certificate) => core.finalIs(id, certificate),
      afterCommit: (call) => core.commits.afterAll(call),
      isHeldBack: () => core.commits.isFull,
      isIdle: () => core.isIdle,
      perform: (effect) => this.#perform(effect),
    });
  }

  #perform(effect: EngineEffect): void {
    const { network } = this.#parts;
    switch (effect.kind) {
      case 'mine':
        return this.#miners.mine(effect);
      case 'stop-mining':
        return this.#miners.rest();
      case 'drop':
        return this.#sessions.peers(effect.seat).forEach((peer) => network.drop(peer, effect.reason));
      case 'lacking':
        return this.#snapshots.onLacking();
      case 'split':
        return this.#split.partsFrom(effect.height, effect.blockId);
      default:
        return;
    }
  }

  #send(to: number | 'all', bytes: Bytes): void {
    const { network } = this.#parts;
    for (const peer of this.#sessions.peers(to)) network.send(peer, 'work', bytes);
  }
}
