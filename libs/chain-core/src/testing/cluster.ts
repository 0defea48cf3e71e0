import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ModuleRegistry } from '../module/registry';
import type { AnyModule } from '../module/active-module';
import { ChainNode, systemClock } from '../node';
import type { Clock, NodeLog, SeenBefore } from '../node';
import type { Bytes, Hash } from '../primitives/bytes';
import { toHex } from '../primitives/bytes';
import type { Json } from '../primitives/json';
import { Refusal } from '../primitives/refusal';
import { decodeResult } from '../protocol/codec';
import type { Receipt } from '../protocol/receipt';
import type { SealedTransaction } from '../protocol/transaction';
import { makeLocalChain } from './local-chain';
import type { LocalChain, LocalChainOptions } from './local-chain';

export interface ClusterOptions extends LocalChainOptions {
  readonly definitions?: readonly AnyModule[];
  /** What the software of one node has instead. */
  readonly definitionsOf?: (node: number) => readonly AnyModule[] | undefined;
  readonly log?: (node: number) => NodeLog;
  readonly keepBlocks?: (node: number) => number | undefined;
  readonly clock?: Clock;
  /** A snapshot is in the node's folder; if not given, the node is started again. */
  readonly onSnapshotReady?: (node: number) => void;
}

/** Real nodes in one process: their own folders, TLS over loopback, the real clock. Spoken to in verbs. */
export class Cluster {
  readonly chain: LocalChain;
  readonly nodes: (ChainNode | undefined)[];
  readonly fatal: unknown[] = [];
  /** By node: seeds of voting keys that take the place of its first one, from the next start on. */
  readonly nextVotingSeeds: Bytes[][] = [];
  /** By node: what it was seen with, told to it from the next start on. */
  readonly seenBefore: SeenBefore[] = [];
  readonly #options: ClusterOptions;
  readonly #dir: string;
  readonly #addresses: string[] = [];
  #closed = false;

  constructor(options: ClusterOptions) {
    this.#options = options;
    this.#dir = mkdtempSync(join(tmpdir(), 'cluster-'));
    this.chain = makeLocalChain(options);
    this.nodes = this.chain.nodes.map(() => undefined);
  }

  async startAll(): Promise<void> {
    await Promise.all(this.nodes.map((_, i) => this.start(i)));
  }

  async start(i: number): Promise<ChainNode> {
    const { nodeSeed, votingSeed } = this.chain.nodes[i]!;
    const port = Number(this.#addresses[i]?.split(':')[1] ?? 0);
    const node = await ChainNode.start(
      { dataDir: this.dataDir(i), genesisBytes: this.chain.genesisBytes, nodeSeed, votingSeed, nextVotingSeeds: this.nextVotingSeeds[i] ?? [], listen: { host: '127.0.0.1', port }, keepBlocks: this.#options.keepBlocks?.(i), seenBefore: this.seenBefore[i] },
      { registry: new ModuleRegistry(this.#options.definitionsOf?.(i) ?? this.#options.definitions ?? []), clock: this.#options.clock ?? systemClock, log: this.#options.log?.(i) ?? (() => undefined), onFatal: (error) => this.fatal.push(error), onSnapshotReady: () => (this.#options.onSnapshotReady ? this.#options.onSnapshotReady(i) : void this.#again(i)), onForgetting: () => void this.#again(i) },
    );
    this.nodes[i] = node;
    this.#addresses[i] = `127.0.0.1:${node.listenPort}`;
    this.connectAll();
    return node;
  }

  /** Everybody knows where everybody is. */
  connectAll(): void {
    for (const each of this.nodes) each?.setPeers(this.#peers());
  }

  async stop(i: number): Promise<void> {
    const node = this.nodes[i];
    this.nodes[i] = undefined;
    await node?.close();
  }

  node(i: number): ChainNode {
    const node = this.nodes[i];
    if (node === undefined) throw new Error(`node ${i} is stopped`);
    return node;
  }

  /** Evidence that node `i` gives about a final transaction of a chain of votes. */
  async receipt(i: number, txId: Hash): Promise<Receipt> {
    const receipt = await this.node(i).transactions.receipt(txId);
    if (receipt?.format !== 'bystack-receipt/1') throw new Error(`node ${i} has no certified receipt`);
    return receipt;
  }

  /** host:port of a node that was started. */
  addressOf(i: number): string {
    return this.#addresses[i]!;
  }

  /** Where something else answers with the key of node `i`. */
  setAddress(i: number, address: string): void {
    this.#addresses[i] = address;
  }

  dataDir(i: number): string {
    return join(this.#dir, `node-${i}`);
  }

  /** Submits to node `at` and resolves when node `seenAt` has it final; throws if that takes longer than `withinMs`. */
  async expectFinal(transaction: SealedTransaction, at: number, seenAt = at, withinMs = 10_000): Promise<void> {
    await this.#submit(transaction, at, withinMs);
    await this.until(() => this.node(seenAt).transactions.standing(transaction.txId).state === 'final', withinMs, `transaction final on node ${seenAt}`);
  }

  /** A node that is a block behind does not know yet what a payment spends. */
  async #submit({ bytes }: SealedTransaction, at: number, withinMs: number): Promise<void> {
    for (let waited = 0; ; waited += 10) {
      try {
        return void (await this.node(at).transactions.submit(bytes));
      } catch (error) {
        if (!(error instanceof Refusal && error.code === 'INPUT_MISSING') || waited > withinMs) throw error;
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
    }
  }

  /** Gives a command as the seat of node `i`, and resolves when node `seenAt` has it final. @returns the word for its outcome. */
  async give(i: number, command: string, payload: Json, seenAt = i, withinMs = 10_000): Promise<string> {
    const { txId } = this.node(i).give(command, payload);
    await this.until(() => this.node(seenAt).transactions.standing(txId).state === 'final', withinMs, `${command} final on node ${seenAt}`);
    const place = this.node(seenAt).reader.find(txId)!;
    const { outcome } = decodeResult(place.resultLeaves[place.index]!);
    return outcome.kind === 'accepted' ? 'accepted' : outcome.code;
  }

  async expectHeight(i: number, height: number, withinMs = 10_000): Promise<void> {
    await this.until(() => this.node(i).status().finalHeight >= height, withinMs, `height ${height} on node ${i}`);
  }

  /** All running nodes hold the same blocks, up to the lowest of their heights. @returns that height. */
  expectAgreement(): number {
    return this.expectAgreementFrom(0);
  }

  /** The same for nodes that have no older blocks. */
  expectAgreementFrom(from: number): number {
    const running = this.nodes.filter((node) => node !== undefined);
    const height = Math.min(...running.map((node) => node.status().finalHeight));
    for (let at = from; at <= height; at += 1) {
      const ids = new Set(running.map((node) => toHex(node.reader.block(at)!.id)));
      if (ids.size !== 1) throw new Error(`different blocks are final at height ${at}: ${JSON.stringify(running.map((node) => standingAt(node, at)))}`);
    }
    return height;
  }

  async close(): Promise<void> {
    this.#closed = true;
    await Promise.all(this.nodes.map((_, i) => this.stop(i)));
    rmSync(this.#dir, { recursive: true, force: true });
    if (this.fatal.length > 0) throw this.fatal[0];
  }

  async until(holds: () => boolean, withinMs: number, what: string): Promise<void> {
    for (let waited = 0; !holds(); waited += 2) {
      if (waited > withinMs) throw new Error(`not within ${withinMs} ms: ${what}${this.fatal.length > 0 ? `; ${String(this.fatal[0])}` : ''}`);
      await new Promise((resolve) => setTimeout(resolve, 2));
    }
  }

  /** A snapshot is in the node's folder, or its chain is to be forgotten. */
  async #again(i: number): Promise<void> {
    try {
      await this.stop(i);
      if (!this.#closed) await this.start(i);
    } catch (error) {
      this.fatal.push(error);
    }
  }

  #peers() {
    return this.chain.nodes.flatMap(({ seat }, i) => (this.#addresses[i] === undefined ? [] : [{ nodeKey: seat.nodeKey, address: this.#addresses[i]! }]));
  }
}

/** What a node has at a height, and what it says of itself. */
function standingAt(node: ChainNode, height: number): object {
  const { finalHeight, trouble } = node.status();
  return { id: toHex(node.reader.block(height)!.id).slice(0, 8), keptFrom: node.reader.keptFrom, finalHeight, trouble };
}
