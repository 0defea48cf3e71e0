import { parseGenesis } from '../protocol/check-genesis';
import { quorumOf } from '../protocol/committee';
import { keyPairFromSeed } from '../crypto/sign';
import { Executor, queryModule } from '../execution';
import type { ActiveModules } from '../module/active-modules';
import type { ModuleRegistry } from '../module/registry';
import { makeStateEvidence, type StateEvidence } from '../light';
import { Network, tlsIdentity } from '../network';
import type { MessageKind, PeerAddress } from '../network';
import { toBinary } from '../crypto/hash';
import type { Bytes, Hash } from '../primitives/bytes';
import { toHex } from '../primitives/bytes';
import type { Json } from '../primitives/json';
import { Refusal, refuse } from '../primitives/refusal';
import type { GenesisDocument } from '../protocol/genesis';
import { epochAfter } from '../protocol/epoch';
import type { HandOver, Receipt } from '../protocol/receipt';
import { CatchUp } from '../sync';
import { encodeStateProof } from '../state/proof';
import { decodeHeader } from '../protocol/codec';
import { fullKey } from '../state/store-key';
import type { ChainReader, RecordedPlace } from './chain-reader';
import type { Clock } from './clock';
import { Competing } from './competing';
import type { ExecutedBlock } from './executed-block';
import { Epochs } from './epochs';
import { NodeCore } from './node-core';
import { NODE } from './limits';
import type { NodeLog } from './node-log';
import { openChain } from './open-chain';
import type { OpenChain } from './open-chain';
import { OpenTalk } from './open-talk';
import { encodeGetBlocks } from './peer-frames';
import { PeerTalk } from './peer-talk';
import { SeatDuties } from './seat-duties';
import type { Seats } from './seats';
import type { WaitFor } from './waiters';
import { WorkSlices } from './work-slices';
import { Intake } from './intake';
import { SignaturePool, checkSignatures } from './signature-pool';

export interface ChainNodeOptions {
  /** The node's own folder; made on first start. */
  readonly dataDir: string;
  /** The exact bytes of the genesis document. */
  readonly genesisBytes: Bytes;
  /** Ed25519 seeds. Without a voting seed the node follows without voting. */
  readonly nodeSeed: Bytes;
  readonly votingSeed: Bytes | undefined;
  /** Seeds of voting keys that the seat has registered, or is about to, in place of that one. */
  readonly nextVotingSeeds?: readonly Bytes[];
  readonly listen: { readonly host: string; readonly port: number };
  /** Transactions and results of older blocks are forgotten; undefined: never. */
  readonly keepBlocks?: number | undefined;
  /** Threads at most that verify signatures when there is more to do than one gets through; none if not given. */
  readonly signatureWorkers?: number;
}

export interface ChainNodeParts {
  readonly registry: ModuleRegistry;
  readonly clock: Clock;
  readonly log: NodeLog;
  /** The node must not go on; called once. StorageFailed: the disk; anything else: a bug. */
  onFatal(error: unknown): void;
}

export type TransactionStanding = { readonly state: 'pending' | 'unknown' } | ({ readonly state: 'head' | 'final' } & RecordedPlace);

export interface StateAnswer {
  readonly height: number;
  readonly value: Bytes | undefined;
  /** Encoded StateProof against the header's state root. */
  readonly proof: Bytes;
  readonly header: Bytes;
  /** The header's own finality certificate; empty for genesis. */
  readonly certificate: Bytes;
}

/** One running node of one chain: gives chain-core a disk, sockets and a clock. */
export class ChainNode {
  readonly genesis: GenesisDocument;
  readonly chainId: Hash;
  readonly nodeKey: string;
  readonly modules: ActiveModules;
  readonly #parts: ChainNodeParts;
  readonly #chain: OpenChain;
  readonly #core: NodeCore;
  readonly #network: Network;
  readonly #talk: PeerTalk | OpenTalk;
  /** On chains of proof of work, instead of voting. */
  readonly #competing: Competing | undefined;
  readonly #catchUp: CatchUp;
  readonly #epochs: Epochs;
  readonly #duties: SeatDuties;
  readonly #signatures: SignaturePool;
  readonly #intake: Intake;
  readonly #listeners = new Set<(blocks: readonly ExecutedBlock[]) => void>();
  #trouble: string | undefined;
  listenPort = 0;

  /** Opens the folder, listens and starts to take part. Rejects with StorageFailed, a Refusal (the genesis) or the system's error (the port). */
  static async start(options: ChainNodeOptions, parts: ChainNodeParts): Promise<ChainNode> {
    const genesis = parseGenesis(options.genesisBytes);
    const modules = parts.registry.resolve(genesis.modules);
    const chain = await openChain({ dir: options.dataDir, genesis, modules });
    try {
      const node = new ChainNode(options, parts, { genesis, modules, chain });
      await node.#start();
      return node;
    } catch (error) {
      await chain.close();
      throw error;
    }
  }

  private constructor(options: ChainNodeOptions, parts: ChainNodeParts, opened: { genesis: GenesisDocument; modules: ActiveModules; chain: OpenChain }) {
    const { genesis, modules, chain } = opened;
    const { clock, log } = parts;
    const executor = new Executor(genesis, modules);
    this.#signatures = new SignaturePool({ chainId: executor.chainId, workers: options.signatureWorkers ?? 0 }, { log });
    this.#intake = new Intake({ slices: new WorkSlices({ clock }), signatures: this.#signatures });
    this.#parts = parts;
    this.#chain = chain;
    this.genesis = genesis;
    this.modules = executor.modules;
    this.chainId = executor.chainId;
    this.nodeKey = toHex(tlsIdentity(options.nodeSeed).publicKey);
    const onFatal = (error: unknown) => this.#fatal(error);
    const votingSeeds = [...(options.votingSeed === undefined ? [] : [options.votingSeed]), ...(options.nextVotingSeeds ?? [])];
    this.#epochs = new Epochs({ genesis, nodeKey: this.nodeKey, votingSeeds }, {
      chain, executor, clock, log, onFatal,
      core: () => this.#core,
      network: () => this.#network,
      onEntered: () => this.#talk instanceof PeerTalk && this.#talk.enteredEpoch(),
      onBehind: () => this.#catchUp.onBehind(),
      onBlame: (epoch, seat, evidence) => this.#duties.onBlame(epoch, seat, evidence),
    });
    const epochs = this.#epochs;
    this.#network = new Network({ chainId: this.chainId, nodeSeed: options.nodeSeed, listen: options.listen, limits: genesis.limits }, {
      allows: (nodeKey) => (genesis.consensus.engine === 'pow' ? this.#network.connected().length < NODE.openPeersMax : epochs.isKnown(nodeKey)),
      onConnected: (peer) => this.#talk.onConnected(peer),
      onDisconnected: (peer) => this.#talk.onDisconnected(peer),
      onMessage: (peer, message) => this.#guarded(() => this.#talk.onMessage(peer, message)),
      log,
    });
    const { publicKey: minerKey } = tlsIdentity(options.nodeSeed);
    this.#core = new NodeCore({ turn: epochs.turn, blockTransactionsMax: genesis.limits.blockTransactionsMax, keepBlocks: options.keepBlocks, minerKey }, {
      chain, executor, clock, log, onFatal,
      tellEngine: (input) => (epochs.voting ?? this.#competing)?.push(input),
      onEpochOver: () => epochs.over(),
      checkSignatures: (block) => checkSignatures(block?.transactions ?? [], this.#signatures, executor.verifier),
      onAdmitted: (transaction) => this.#talk.spread(transaction),
      onDurable: (blocks) => this.#durable(blocks),
      onDiskIdle: () => (epochs.voting ?? this.#competing)?.resume(),
    });
    this.#catchUp = new CatchUp({ get votes() { return epochs.seats.own !== undefined; } }, {
      expected: () => ({ chainId: this.chainId, committee: epochs.committee(), parent: { height: this.#core.tree.final.height, id: this.#core.tree.final.block.id } }),
      ask: (peer, request, fromHeight) => this.#network.send(peer, 'getBlocks', encodeGetBlocks(request, fromHeight)),
      apply: (blocks, certificate) => this.#core.follow(blocks, certificate),
      drop: (peer, reason) => this.#network.drop(peer, reason),
      nowMs: () => clock.nowMs(),
      later: (pauseMs, call) => clock.later(pauseMs, call),
    });
    this.#competing = genesis.consensus.engine === 'pow'
      ? new Competing({ genesis, parameters: genesis.consensus, dataDir: options.dataDir }, { chain, clock, log, onFatal, core: this.#core, network: this.#network })
      : undefined;
    const heard = {
      intake: this.#intake, onFatal,
      connected: () => this.#network.connected(),
      send: (peer: string, kind: MessageKind, payload: Bytes) => this.#network.send(peer, kind, payload),
      drop: (peer: string, reason: string) => this.#network.drop(peer, reason),
      onTransaction: (bytes: Bytes, isSigned: boolean) => this.#core.admission.gossiped(bytes, isSigned),
      waiting: () => this.#core.admission.mempool.candidates(),
    };
    this.#talk = this.#competing !== undefined ? new OpenTalk({ ...heard, competing: () => this.#competing! }) : new PeerTalk({
      ...heard,
      seats: epochs.seats, clock, catchUp: this.#catchUp,
      epoch: () => epochs.epoch,
      source: chain.store,
      finalHeight: () => this.#core.reader.finalHeight,
      keptFrom: () => this.#core.reader.keptFrom,
      onConsensus: (seat, bytes) => epochs.voting?.push({ kind: 'message', from: seat, bytes }),
      onSeatConnected: (seat) => epochs.voting?.onSeatConnected(seat),
      recall: (seat) => epochs.voting?.recall(seat),
      onSeenVotes: (seat, recalled) => epochs.voting?.onSeenVotes(seat, recalled) ?? true,
    });
    this.#duties = new SeatDuties({ chainId: this.chainId, keys: keyPairFromSeed(options.nodeSeed) }, {
      executor, clock, log,
      seats: epochs.seats,
      final: () => this.#core.tree.final,
      isBehind: () => this.#network.connected().some((peer) => (this.#catchUp.claimed(peer) ?? 0) > this.#core.reader.finalHeight),
      submit: (bytes) => this.submit(bytes),
    });
  }

  /** The committee of the present epoch, and this node's place in it. */
  get seats(): Seats {
    return this.#epochs.seats;
  }

  get reader(): ChainReader {
    return this.#core.reader;
  }

  /** @throws Refusal when the transaction cannot be admitted. */
  submit(bytes: Bytes): { readonly txId: Hash } {
    return { txId: this.#core.admission.submit(bytes).txId };
  }

  /** Whether clients have brought more than the chain takes: then a batch need not even be read. */
  get isBusy(): boolean {
    return this.#core.admission.isFull(this.#intake.waiting);
  }

  /**
   * Submits many without standing in the way of votes or of other clients.
   * @returns for each its id, or why it cannot be admitted
   */
  async submitBatch(client: string, batch: readonly Bytes[]): Promise<readonly (Hash | Refusal)[]> {
    const answers: (Hash | Refusal)[] = [];
    await this.#intake.bring(client, batch, (bytes, isSigned) => answers.push(this.#submitOne(bytes, isSigned)));
    return answers;
  }

  /** Resolves when the transaction has got there, never will, or the time is over: look with `standing` what it was. */
  async wait(txId: Hash, waitFor: WaitFor, timeoutMs: number): Promise<void> {
    const { state } = this.standing(txId);
    if (state === 'final' || (state === 'head' && waitFor === 'head')) return;
    await this.#core.waiters.wait(txId, waitFor, timeoutMs);
  }

  standing(txId: Hash): TransactionStanding {
    const place = this.#core.reader.find(txId);
    if (place !== undefined) return { state: place.isFinal ? 'final' : 'head', ...place };
    return { state: this.#core.admission.mempool.has(toBinary(txId)) ? 'pending' : 'unknown' };
  }

  pending(txId: Hash) {
    return this.#core.admission.mempool.get(toBinary(txId));
  }

  /** @throws Refusal NOT_CERTIFIED_HERE on a chain of proof of work: no quorum signs its blocks. */
  receipt(txId: Hash): Promise<Receipt | undefined> {
    if (this.#competing !== undefined) refuse('NOT_CERTIFIED_HERE');
    return this.#core.reader.receipt(txId);
  }

  /** @throws Refusal of the executor or of the module. */
  query(module: string, query: string, args: Json): { readonly height: number; readonly answer: Json } {
    const { block, state } = this.#core.tree.final;
    const { height, timeMs } = block.header;
    return { height, answer: queryModule({ modules: this.modules, chainId: this.chainId, height, timeMs }, state, { module, query, args }) };
  }

  /** Mines with so many threads from now on; 0: not at all. @throws Refusal NOT_MINED_HERE on a chain of votes, THREADS_OUT_OF_RANGE. */
  mine(threads: number): void {
    (this.#competing ?? refuse('NOT_MINED_HERE')).mine(threads);
  }

  /** Signs one command to the kernel as this node's seat, and submits it. @throws Refusal when it cannot be admitted. */
  give(command: string, payload: Json): { readonly txId: Hash } {
    return this.#duties.give(command, payload);
  }

  /** Certified changes of the committee from an epoch on, as many as fit into one answer: with genesis they prove who decides now. */
  handOvers(fromEpoch: number): readonly HandOver[] {
    const { reader } = this.#core;
    const present = epochAfter(reader.header(reader.finalHeight)!.header);
    return reader.handOvers(fromEpoch, Math.min(present, fromEpoch + NODE.handOversMax));
  }

  /** What lies, or does not lie, at a key of a module's store, with proof. @throws Refusal UNKNOWN_MODULE, UNKNOWN_STORE. */
  stateAt(module: string, store: string, key: Bytes): StateAnswer {
    const stores = (this.modules.find(module) ?? refuse('UNKNOWN_MODULE', { module })).definition.stores ?? {};
    const definition = Object.hasOwn(stores, store) ? stores[store] : undefined;
    if (definition === undefined) refuse('UNKNOWN_STORE', { module, store });
    const full = fullKey(module, definition.number, key);
    const { block, state } = this.#core.tree.final;
    const proof = encodeStateProof(state.prove(Buffer.from(full, 'latin1')));
    return { height: block.header.height, value: state.get(full), proof, header: block.headerBytes, certificate: this.#core.finalCertificate };
  }

  /** The same as a file that anybody can check with the genesis document alone. @throws Refusal as `stateAt`; STATE_NOT_CERTIFIED: no quorum has signed a state yet. */
  async stateEvidence(module: string, store: string, key: Bytes): Promise<StateEvidence> {
    const { height, header, ...found } = this.stateAt(module, store, key);
    if (found.certificate.length === 0) refuse('STATE_NOT_CERTIFIED', { height });
    await this.#core.commits.idle(); // What closed an epoch is read from the disk.
    const { reader } = this.#core;
    const handOvers = reader.handOvers(0, decodeHeader(header).epoch);
    const { number } = this.modules.find(module)!.definition.stores![store]!;
    return makeStateEvidence({ ...found, chainId: this.chainId, module, store: number, key, headers: [header, ...reader.closingHeaders(height)], handOvers });
  }

  status() {
    const { tree, admission, reader } = this.#core;
    const engine = (this.#epochs.voting ?? this.#competing)?.status();
    return {
      headHeight: tree.head.height,
      finalHeight: reader.finalHeight,
      final: tree.final.block,
      epoch: this.#epochs.epoch,
      view: engine?.view ?? tree.final.block.header.view,
      leader: engine?.leader ?? 0,
      mempool: { transactions: admission.mempool.size, bytes: admission.mempool.bytes },
      syncing: this.#catchUp.active,
      transactionsFinal: this.#core.transactionsFinal,
      peers: this.#network.addresses().map(({ nodeKey, address }) => ({
        nodeKey, address, seat: this.seats.seatOf(nodeKey) ?? null, connected: this.#network.isConnected(nodeKey), finalHeight: this.#catchUp.claimed(nodeKey) ?? null,
      })),
      /** On chains of proof of work. */
      competition: this.#competing?.status(),
      trouble: this.#trouble ?? this.#keylessness() ?? this.#prunedAway() ?? this.#competing?.trouble ?? this.#loneliness(),
    };
  }

  /** False once the node must not go on. */
  get isWell(): boolean {
    return this.#trouble === undefined;
  }

  /** Hears of blocks once they are final and on disk, in order. @returns how to stop. */
  onFinal(listener: (blocks: readonly ExecutedBlock[]) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  setPeers(peers: readonly PeerAddress[]): void {
    this.#network.setPeers(peers);
  }

  /** Stops taking part, then lets what is final reach the disk. */
  async close(): Promise<void> {
    this.#epochs.close();
    this.#competing?.stop();
    this.#catchUp.close();
    if (this.#talk instanceof PeerTalk) this.#talk.close();
    await this.#network.close();
    await this.#signatures.close();
    this.#core.waiters.close();
    if (this.#trouble === undefined) await this.#core.commits.close();
    await this.#chain.close();
  }

  async #start(): Promise<void> {
    if (this.#chain.votes.repairedBytes > 0) this.#parts.log('warn', 'the end of the vote log was torn and has been cut off', { bytes: this.#chain.votes.repairedBytes });
    this.listenPort = await this.#network.listen();
    this.#epochs.begin();
    this.#competing?.begin();
  }

  /** In words, when too few validators are in reach for anything to become final. */
  #loneliness(): string | undefined {
    if (this.#competing !== undefined) return this.#solitude();
    const total = this.seats.committee.seats.length;
    const others = this.#network.connected().filter((peer) => this.seats.seatOf(peer) !== undefined).length;
    const reached = others + (this.seats.own === undefined ? 0 : 1);
    const needed = this.seats.own === undefined ? 1 : quorumOf(total);
    return reached >= needed ? undefined : `Only ${reached} of ${total} validators are connected here; ${needed} are needed to go on.`;
  }

  /** In words, when nobody in reach has the blocks that come next here. */
  #prunedAway(): string | undefined {
    const { missing } = this.#catchUp;
    return missing === undefined ? undefined : `No connected node has block ${missing} any more: connect one that keeps everything, or start from a copy of another node's folder.`;
  }

  /** In words, when a node that should have peers mines without anybody hearing of it. */
  #solitude(): string | undefined {
    const isAlone = this.#network.addresses().length > 0 && this.#network.connected().length === 0;
    return isAlone ? 'No peer is connected: blocks that are mined here may be in vain.' : undefined;
  }

  /** In words, when the seat votes with a key that is not here. */
  #keylessness(): string | undefined {
    return this.seats.lacksKey ? `The voting key of this seat in epoch ${this.#epochs.epoch} is not on this machine: the node follows without voting.` : undefined;
  }

  #submitOne(bytes: Bytes, isSigned: boolean): Hash | Refusal {
    try {
      return this.#core.admission.submit(bytes, isSigned).txId;
    } catch (error) {
      if (error instanceof Refusal) return error;
      throw error;
    }
  }

  #durable(blocks: readonly ExecutedBlock[]): void {
    if (this.#talk instanceof PeerTalk) this.#talk.announce();
    this.#catchUp.consider();
    this.#duties.onFinal();
    for (const listener of [...this.#listeners]) listener(blocks);
  }

  #guarded(work: () => void): void {
    try {
      work();
    } catch (error) {
      this.#fatal(error);
    }
  }

  #fatal(error: unknown): void {
    if (this.#trouble !== undefined) return;
    this.#trouble = error instanceof Error ? error.message : String(error);
    this.#epochs.close();
    this.#competing?.stop();
    this.#parts.onFatal(error);
  }
}
