import { join } from 'node:path';
import { parseGenesis } from '../protocol/check-genesis';
import { keyPairFromSeed } from '../crypto/sign';
import { Executor } from '../execution';
import { HoldingsIndex } from '../holdings';
import type { ActiveModules } from '../module/active-modules';
import type { ModuleRegistry } from '../module/registry';
import { Network } from '../network';
import type { PeerAddress } from '../network';
import { SNAPSHOT } from '../sync';
import { toBinary } from '../crypto/hash';
import type { Bytes, Hash } from '../primitives/bytes';
import { toHex } from '../primitives/bytes';
import type { Json } from '../primitives/json';
import { Refusal, refuse } from '../primitives/refusal';
import type { CertificateSchemeName } from '../protocol/certificate-scheme';
import type { GenesisDocument } from '../protocol/genesis';
import { PROTOCOLS, type Protocols } from '../protocol/protocol-versions';
import type { Receipt, WorkReceipt } from '../protocol/receipt';
import { Answers } from './answers';
import { firstTurn } from './block-maker';
import type { Burial } from './burial';
import type { ChainReader, RecordedPlace } from './chain-reader';
import type { Clock } from './clock';
import { CommitteePart } from './committee-part';
import { Competing } from './competing';
import type { ExecutedBlock } from './executed-block';
import type { OnInstalling } from './install-snapshot';
import { NodeCore, type CoreOptions } from './node-core';
import type { NodeLog } from './node-log';
import { openChain } from './open-chain';
import type { OpenChain } from './open-chain';
import type { Recovery } from './recovery';
import { Rehearsals, type RehearsalStanding } from './rehearsals';
import type { SeenBefore } from './seen-before';
import type { TakingPart } from './taking-part';
import { twinTrouble } from './twin-trouble';
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
  /** What the node was seen with before; undefined: nobody remembers. */
  readonly seenBefore?: SeenBefore | undefined;
  /** Transactions and results of older blocks are forgotten; undefined: never. */
  readonly keepBlocks?: number | undefined;
  /** Threads at most that verify signatures when there is more to do than one gets through; none if not given. */
  readonly signatureWorkers?: number;
}

export interface ChainNodeParts {
  readonly registry: ModuleRegistry;
  /** Versions of the protocol that it runs; if not given, those of this software. */
  readonly protocols?: Protocols;
  readonly clock: Clock;
  readonly log: NodeLog;
  /** The state of a later block is in the folder, and takes the place of what the node has when it is closed and started again. Left out: blocks are all it fetches. */
  readonly onSnapshotReady?: (height: number) => void;
  /** The node is to be closed and started again, and forgets its chain then. */
  readonly onForgetting?: () => void;
  /** A state that was fetched is put in place, before the node is there: called again and again, with others having their turn in between. */
  readonly onInstalling?: OnInstalling;
  /** The node must not go on; called once. StorageFailed: the disk; anything else: a bug. */
  onFatal(error: unknown): void;
}

export type TransactionStanding = { readonly state: 'pending' | 'unknown' } | ({ readonly state: 'head' | 'final' } & RecordedPlace);

/** One running node of one chain: gives chain-core a disk, sockets and a clock. */
export class ChainNode {
  readonly genesis: GenesisDocument;
  readonly chainId: Hash;
  readonly nodeKey: string;
  readonly #executor: Executor;
  readonly #parts: ChainNodeParts;
  readonly #chain: OpenChain;
  readonly #core: NodeCore;
  readonly #network: Network;
  readonly #part: TakingPart;
  /** Who holds what; made when somebody asks. */
  readonly holdings: HoldingsIndex;
  readonly #signatures: SignaturePool;
  /** For blocks that sync brings: a node that catches up has nothing more urgent to do. */
  readonly #blockSignatures: SignaturePool;
  readonly #intake: Intake;
  readonly #listeners = new Set<(blocks: readonly ExecutedBlock[]) => void>();
  #trouble: string | undefined;
  readonly #rehearsals: Rehearsals;
  /** Out of its newest final block. */
  readonly answers: Answers;
  listenPort = 0;

  /** Opens the folder, listens and starts to take part. Rejects with StorageFailed, a Refusal (the genesis) or the system's error (the port). */
  static async start(options: ChainNodeOptions, parts: ChainNodeParts): Promise<ChainNode> {
    const genesis = parseGenesis(options.genesisBytes);
    const modules = parts.registry.resolve(genesis.modules);
    const chain = await openChain({ dir: options.dataDir, genesis, modules, onInstalling: parts.onInstalling });
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
    const executor = new Executor(genesis, modules, parts.protocols ?? PROTOCOLS);
    this.#signatures = new SignaturePool({ chainId: executor.chainId, workers: options.signatureWorkers ?? 0 }, { log });
    this.#blockSignatures = new SignaturePool({ chainId: executor.chainId, workers: Math.max(1, options.signatureWorkers ?? 0), transactionsMax: Infinity }, { log });
    this.#intake = new Intake({ slices: new WorkSlices({ clock }), signatures: this.#signatures });
    this.#parts = parts;
    this.#chain = chain;
    this.genesis = genesis;
    this.#executor = executor;
    this.chainId = executor.chainId;
    const onFatal = (error: unknown) => this.#fatal(error);
    this.#rehearsals = new Rehearsals({ clock, onFatal });
    const keys = keyPairFromSeed(options.nodeSeed);
    this.nodeKey = toHex(keys.publicKey);
    this.#network = new Network({ chainId: this.chainId, nodeSeed: options.nodeSeed, listen: options.listen, limits: genesis.limits, protocols: executor.protocols }, {
      allows: (nodeKey) => this.#part.allows(nodeKey),
      onConnected: (peer) => this.#part.onConnected(peer),
      onDisconnected: (peer) => this.#part.onDisconnected(peer),
      onMessage: (peer, message) => this.#guarded(() => this.#part.onMessage(peer, message)),
      log,
    });
    this.#core = new NodeCore({ turn: firstTurn(genesis), blockTransactionsMax: genesis.limits.blockTransactionsMax, blockBytesMax: genesis.limits.blockBytesMax, keepBlocks: options.keepBlocks, ...workOf(genesis, keys.publicKey) }, {
      chain, executor, clock, log, onFatal,
      tellEngine: (input) => this.#part.push(input),
      onEpochOver: () => this.#part.epochIsOver(),
      checkSignatures: (block) => checkSignatures(block.transactions, this.#blockSignatures, executor.verifier),
      onAdmitted: (transaction) => this.#part.spread(transaction),
      onDurable: (blocks) => this.#durable(blocks),
      onDiskIdle: () => this.#part.resume(),
    });
    this.holdings = new HoldingsIndex({ dir: join(options.dataDir, 'holdings'), chainId: this.chainId, isInForce: (space) => this.answers.modules.inSpace(space) !== undefined }, this.#core.reader, (words, facts) => log('error', words, facts));
    this.answers = new Answers({ core: this.#core, executor, stateEvidence: (asked, block, anchorHeight) => this.#part.stateEvidence(asked, block, anchorHeight) });
    const partParts = { genesis, chain, executor, clock, log, onFatal, intake: this.#intake, core: this.#core, network: this.#network };
    const { consensus } = genesis;
    this.#part = consensus.engine === 'pow'
      ? new Competing({ parameters: consensus, dataDir: options.dataDir, keepBlocks: options.keepBlocks }, { ...partParts, onSnapshotReady: parts.onSnapshotReady, onForgetting: () => parts.onForgetting?.() })
      : new CommitteePart({ parameters: consensus, keys, votingSeeds: votingSeedsOf(options), dataDir: options.dataDir, keepBlocks: options.keepBlocks, seenBefore: options.seenBefore }, { ...partParts, onSnapshotReady: parts.onSnapshotReady });
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

  /** Why a transaction that waited here was let go; undefined if it was not, or long ago. */
  whyLetGo(txId: Hash): Refusal | undefined {
    return this.#core.admission.whyLetGo(txId);
  }

  /** On chains of open competition: how far a transaction in a block at this height (undefined: in none yet) is from final. */
  burial(height: number | undefined): Burial | undefined {
    return this.#part.burial?.(height);
  }

  pending(txId: Hash) {
    return this.#core.admission.mempool.get(toBinary(txId));
  }

  /**
   * Evidence about a final transaction; undefined if it is not final (on this node's disk).
   * @param anchorHeight on a chain of proof of work: of the block that its headers begin after
   * @throws Refusal NOT_BURIED_HERE, ANCHOR_OUT_OF_RANGE; NO_ANCHORS_HERE on a chain of votes
   */
  async receipt(txId: Hash, anchorHeight?: number): Promise<Receipt | WorkReceipt | undefined> {
    const place = this.#core.reader.find(txId);
    return place?.isFinal === true ? this.#part.receipt(place, anchorHeight) : undefined;
  }

  /**
   * Begins to try a change of modules out on the live state, a little at a time; nothing of it is kept.
   * @param asked {changes}, as in propose-change; why they would not take effect is in the report
   * @throws Refusal REHEARSAL_RUNS: one at a time; PAYLOAD_INVALID
   */
  rehearse(asked: Json): RehearsalStanding {
    return this.#rehearsals.begin(this.#core.tree.final.height, () => this.#executor.rehearse(() => this.#core.tree.final.asParent, asked));
  }

  /** How far it has come. @throws Refusal NO_SUCH_REHEARSAL: it is forgotten, or the node was started again */
  rehearsal(id: string): RehearsalStanding {
    return this.#rehearsals.find(id);
  }

  /** What came of it. @throws Refusal NO_SUCH_REHEARSAL */
  rehearsed(id: string): Promise<RehearsalStanding> {
    return this.#rehearsals.end(id);
  }

  /** Mines with so many threads from now on; 0: not at all. @throws Refusal NOT_MINED_HERE on a chain of votes, THREADS_OUT_OF_RANGE. */
  mine(threads: number): void {
    this.#part.mine(threads);
  }

  /**
   * Follows the others, who have more work on a branch that leaves this node's chain after that block: all that it knows of its chain is forgotten when it is closed and
   * started again (`onForgetting`). @throws Refusal NOT_SPLIT; SPLIT_CHANGED {forkHeight}: that is not the block; NOT_MINED_HERE on a chain of votes
   */
  rejoin(forkHeight: number): void {
    this.#part.rejoin(forkHeight);
  }

  /** Signs one command to the kernel as this node's seat, and submits it. @throws Refusal NO_SEAT_HERE where nobody votes, or when it cannot be admitted. */
  give(command: string, payload: Json): { readonly txId: Hash } {
    return this.submit(this.#part.sign(command, payload));
  }

  /** The same without submitting it: whoever asks can keep the bytes and send them as often as it takes. @throws Refusal NO_SEAT_HERE. */
  sign(command: string, payload: Json): Bytes {
    return this.#part.sign(command, payload);
  }

  /** Registers a voting key for this node's seat: a fresh one of the scheme in use, or one of another scheme for when the chain changes to it. Not submitted. @throws Refusal NO_SEAT_HERE, NO_VOTE_HERE. */
  signKeyChange(scheme: CertificateSchemeName): Bytes {
    return this.#part.signKeyChange(scheme);
  }

  /** Letting a chain whose every node was restored start again. @throws Refusal NO_SEAT_HERE where nobody votes. */
  get recovery(): Recovery {
    return this.#part.recovery ?? refuse('NO_SEAT_HERE');
  }

  status() {
    const { tree, admission, reader } = this.#core;
    return {
      ...this.#part.status(),
      protocols: { ...this.#executor.protocols, inForce: this.#executor.seatsAfter(tree.final.asParent)?.protocol().version ?? this.genesis.protocolVersion },
      headHeight: tree.head.height,
      finalHeight: reader.finalHeight,
      final: tree.final.block,
      mempool: { transactions: admission.mempool.size, bytes: admission.mempool.bytes },
      transactionsFinal: this.#core.transactionsFinal,
      peers: this.#network.addresses().map(({ nodeKey, address }) => ({ nodeKey, address, connected: this.#network.isConnected(nodeKey), ...this.#part.peer(nodeKey), protocols: this.#network.protocolsOf(nodeKey) ?? null })),
      trouble: this.#trouble ?? twinTrouble(this.#network) ?? this.#part.trouble,
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
    this.#part.stop();
    await this.#rehearsals.close();
    this.#intake.close();
    this.#core.admission.close();
    await this.#network.close();
    await this.holdings.close();
    await Promise.all([this.#signatures.close(), this.#blockSignatures.close()]);
    this.#core.waiters.close();
    if (this.#trouble === undefined) await this.#core.commits.close();
    await this.#chain.close();
  }

  async #start(): Promise<void> {
    // What this software cannot go on with is said before anybody hears of the node.
    this.#executor.wantsBlocks(this.#core.tree.final.asParent);
    if (this.#chain.votes.repairedBytes > 0) this.#parts.log('warn', 'the end of the vote log was torn and has been cut off', { bytes: this.#chain.votes.repairedBytes });
    this.listenPort = await this.#network.listen();
    this.#part.begin();
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
    this.#part.onFinal();
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
    this.#part.stop();
    this.#parts.onFatal(error);
  }
}

function workOf({ consensus }: GenesisDocument, minerKey: Bytes): Pick<CoreOptions, 'work'> {
  return consensus.engine === 'pow' ? { work: { minerKey, snapshotSpanMs: SNAPSHOT.workSpanBlocks * consensus.targetSpacingMs } } : {};
}

function votingSeedsOf({ votingSeed, nextVotingSeeds }: ChainNodeOptions): readonly Bytes[] {
  return [...(votingSeed === undefined ? [] : [votingSeed]), ...(nextVotingSeeds ?? [])];
}
