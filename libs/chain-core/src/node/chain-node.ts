import { join } from 'node:path';
import { keyPairFromSeed, type KeyPair } from '../crypto/sign';
import { Executor, performAtOnce } from '../execution';
import { HoldingsIndex } from '../holdings';
import type { ActiveModules } from '../module/active-modules';
import { Network } from '../network';
import type { PeerAddress } from '../network';
import type { Bytes, Hash } from '../primitives/bytes';
import { toHex } from '../primitives/bytes';
import type { Json } from '../primitives/json';
import { refuse } from '../primitives/refusal';
import type { CertificateSchemeName } from '../protocol/certificate-scheme';
import { parseGenesis } from '../protocol/check-genesis';
import type { GenesisDocument } from '../protocol/genesis';
import { PROTOCOLS } from '../protocol/protocol-versions';
import { SNAPSHOT } from '../sync';
import { Answers } from './answers';
import { firstTurn } from './block-maker';
import type { ChainNodeOptions, ChainNodeParts } from './chain-node-options';
import type { ChainReader } from './chain-reader';
import { ClientTransactions } from './client-transactions';
import type { ExecutedBlock } from './executed-block';
import { Intake } from './intake';
import { NodeCore, type CoreOptions } from './node-core';
import { nodeStatus, type NodeStatus } from './node-status';
import { openChain } from './open-chain';
import type { OpenChain } from './open-chain';
import type { Recovery } from './recovery/recovery';
import { pastBlocks } from './past-blocks';
import { Rehearsals, type RehearsalStanding } from './rehearsals';
import { SignaturePool, checkSignatures } from './signature-pool';
import { takePart } from './take-part';
import type { TakingPart } from './taking-part';
import { WorkSlices } from './work-slices';

/** One running node of one chain: gives chain-core a disk, sockets and a clock. */
export class ChainNode {
  readonly genesis: GenesisDocument;
  readonly chainId: Hash;
  readonly nodeKey: string;
  readonly transactions: ClientTransactions;
  /** Out of its newest final block. */
  readonly answers: Answers;
  /** Who holds what; made when somebody asks. */
  readonly holdings: HoldingsIndex;
  listenPort = 0;
  readonly #parts: ChainNodeParts;
  readonly #chain: OpenChain;
  readonly #executor: Executor;
  readonly #signatures: SignaturePool;
  /** For blocks that sync brings: a node that catches up has nothing more urgent to do. */
  readonly #blockSignatures: SignaturePool;
  readonly #intake: Intake;
  readonly #network: Network;
  readonly #core: NodeCore;
  readonly #part: TakingPart;
  readonly #rehearsals: Rehearsals;
  readonly #listeners = new Set<(blocks: readonly ExecutedBlock[]) => void>();
  #trouble: string | undefined;

  /** Opens the folder, listens and starts to take part. Rejects with StorageFailed, a Refusal (the genesis) or the system's error (the port). */
  static async start(options: ChainNodeOptions, parts: ChainNodeParts): Promise<ChainNode> {
    const genesis = parseGenesis(options.genesisBytes);
    const modules = parts.registry.resolve(genesis.modules);
    const keys = keyPairFromSeed(options.nodeSeed);
    const chain = await openChain({ dir: options.dataDir, genesis, modules, nodeKey: keys.publicKey, onInstalling: parts.onInstalling, log: parts.log });
    try {
      const node = new ChainNode(options, parts, { keys, genesis, modules, chain });
      await node.#start();
      return node;
    } catch (error) {
      await chain.close();
      throw error;
    }
  }

  private constructor(options: ChainNodeOptions, parts: ChainNodeParts, opened: { keys: KeyPair; genesis: GenesisDocument; modules: ActiveModules; chain: OpenChain }) {
    const { keys, genesis, modules, chain } = opened;
    const { clock, log } = parts;
    const executor = new Executor(genesis, modules, parts.protocols ?? PROTOCOLS);
    const { chainId } = executor;
    const onFatal = (error: unknown) => this.#fatal(error);
    this.#parts = parts;
    this.#chain = chain;
    this.genesis = genesis;
    this.#executor = executor;
    this.chainId = chainId;
    this.nodeKey = toHex(keys.publicKey);
    const workers = options.signatureWorkers ?? 0;
    this.#signatures = new SignaturePool({ chainId, workers }, { log });
    this.#blockSignatures = new SignaturePool({ chainId, workers: Math.max(1, workers), transactionsMax: Infinity }, { log });
    const intake = (this.#intake = new Intake({ slices: new WorkSlices({ clock }), signatures: this.#signatures, isHeldOff: (bytes) => this.#core.admission.isHeldOff(bytes) }));
    this.#rehearsals = new Rehearsals({ clock, onFatal });
    const network = (this.#network = this.#makeNetwork(options));
    const core = (this.#core = this.#makeCore(options, keys.publicKey));
    this.holdings = new HoldingsIndex(
      { dir: join(options.dataDir, 'holdings'), chainId, isInForce: (space) => this.answers.modules.inSpace(space) !== undefined },
      core.reader,
      (words, facts) => log('error', words, facts),
    );
    const { onSnapshotReady, onForgetting } = parts;
    this.#part = takePart(options, keys, { genesis, chain, executor, intake, clock, log, core, network, onFatal, onSnapshotReady, onForgetting });
    this.answers = new Answers({ core, executor, stateEvidence: (asked, block, anchorHeight) => this.#part.stateEvidence(asked, block, anchorHeight) });
    this.transactions = new ClientTransactions({ core, intake, part: this.#part });
  }

  #makeNetwork({ nodeSeed, listen }: ChainNodeOptions): Network {
    const { limits } = this.genesis;
    return new Network({ chainId: this.chainId, nodeSeed, listen, limits, protocols: this.#executor.protocols }, {
      allows: (nodeKey) => this.#part.allows(nodeKey),
      onConnected: (peer) => this.#part.onConnected(peer),
      onDisconnected: (peer) => this.#part.onDisconnected(peer),
      onMessage: (peer, message) => this.#guarded(() => this.#part.onMessage(peer, message)),
      log: this.#parts.log,
    });
  }

  #makeCore({ keepBlocks }: ChainNodeOptions, minerKey: Bytes): NodeCore {
    const { blockTransactionsMax, blockBytesMax } = this.genesis.limits;
    return new NodeCore({ turn: firstTurn(this.genesis), blockTransactionsMax, blockBytesMax, keepBlocks, ...workOf(this.genesis, minerKey) }, {
      chain: this.#chain,
      executor: this.#executor,
      clock: this.#parts.clock,
      log: this.#parts.log,
      onFatal: (error) => this.#fatal(error),
      tellEngine: (input) => this.#part.push(input),
      onEpochOver: () => this.#part.epochIsOver(),
      checkSignatures: (block) => checkSignatures(block.transactions, this.#blockSignatures, this.#executor.verifier),
      onAdmitted: (transaction) => this.#part.spread(transaction),
      onDurable: (blocks) => this.#durable(blocks),
      onDiskIdle: () => this.#part.resume(),
    });
  }

  get reader(): ChainReader {
    return this.#core.reader;
  }

  /**
   * Begins to try a change of modules out on the live state, a little at a time; nothing of it is kept.
   * @param asked {changes}, as in propose-change; why they would not take effect is in the report
   * @throws Refusal REHEARSAL_RUNS: one at a time; PAYLOAD_INVALID
   */
  rehearse(asked: Json): RehearsalStanding {
    return this.#rehearsals.begin(this.#core.tree.final.height, () => this.#executor.rehearse(() => this.#core.tree.final.asParent, asked, pastBlocks(this.reader)));
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
   * Follows the others, who have more work on a branch that leaves this node's chain after that block: all that it knows of its chain is
   * forgotten when it is closed and started again (`onForgetting`).
   * @throws Refusal NOT_SPLIT; SPLIT_CHANGED {forkHeight}: that is not the block; NOT_MINED_HERE on a chain of votes
   */
  rejoin(forkHeight: number): void {
    this.#part.rejoin(forkHeight);
  }

  /** Signs one command to the kernel as this node's seat, and submits it. @throws Refusal NO_SEAT_HERE where nobody votes, or when it cannot be admitted. */
  give(command: string, payload: Json): { readonly txId: Hash } {
    // Nobody but the kernel is asked about it.
    const { txId } = performAtOnce(this.#core.admission.submit(this.#part.sign(command, payload)));
    return { txId };
  }

  /** The same without submitting it: whoever asks can keep the bytes and send them as often as it takes. @throws Refusal NO_SEAT_HERE. */
  sign(command: string, payload: Json): Bytes {
    return this.#part.sign(command, payload);
  }

  /**
   * Registers a voting key for this node's seat: a fresh one of the scheme in use, or one of another scheme for when the chain changes to it.
   * Not submitted. @throws Refusal NO_SEAT_HERE, NO_VOTE_HERE.
   */
  signKeyChange(scheme: CertificateSchemeName): Bytes {
    return this.#part.signKeyChange(scheme);
  }

  /** Letting a chain whose every node was restored start again. @throws Refusal NO_SEAT_HERE where nobody votes. */
  get recovery(): Recovery {
    return this.#part.recovery ?? refuse('NO_SEAT_HERE');
  }

  status(): NodeStatus {
    const { genesis } = this;
    return nodeStatus({ genesis, executor: this.#executor, core: this.#core, network: this.#network, part: this.#part }, this.#trouble);
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
    const { repairedBytes } = this.#chain.votes;
    if (repairedBytes > 0) this.#parts.log('warn', 'the end of the vote log was torn and has been cut off', { bytes: repairedBytes });
    this.listenPort = await this.#network.listen();
    this.#part.begin();
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
