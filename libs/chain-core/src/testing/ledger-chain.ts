import { canonicalJson } from '../codec/json';
import { toBinary } from '../crypto/hash';
import type { KeyPair } from '../crypto/sign';
import { Executor, makeGenesis, type BuiltBlock, type ExecutedParent } from '../execution';
import type { AnyModule } from '../module/active-module';
import { ModuleRegistry } from '../module/registry';
import type { Hash } from '../primitives/bytes';
import { compareBytes, utf8 } from '../primitives/bytes';
import { Refusal } from '../primitives/refusal';
import { assetId } from '../protocol/ids';
import { PROTOCOLS } from '../protocol/protocol-versions';
import { signTransaction } from '../protocol/sign-transaction';
import type { AssetDefinition, Call, Input, Lock, OutPoint, Output, SealedTransaction, TransactionBody } from '../protocol/transaction';
import { keyOf } from './keys';
import { testChain, type TestChainOptions } from './test-genesis';

export type KeysLock = Extract<Lock, { kind: 'keys' }>;

/** A chain in memory for tests of the ledger: builds and executes blocks, no consensus. Names stand for keys. */
export class LedgerChain {
  readonly executor: Executor;
  readonly beginning: ReturnType<typeof makeGenesis>;
  head: ExecutedParent;
  private salt = 0;
  private readonly founding: ConstructorParameters<typeof Executor>;

  /** @param options `modules`: with their parameters; without any, if they are not said */
  constructor(modules: readonly AnyModule[] = [], options: TestChainOptions = {}, protocols = PROTOCOLS) {
    const active = new ModuleRegistry(modules).check(options.modules ?? modules.map(({ name, version }) => ({ name, version, params: {} })));
    const { genesis } = testChain({ ...options, modules: active.choices() });
    this.founding = [genesis, active, protocols];
    this.beginning = makeGenesis(genesis, active);
    const { block, state } = this.beginning;
    this.executor = new Executor(genesis, active, protocols);
    this.head = { id: block.id, header: block.header, state };
  }

  get timeMs(): number {
    return this.head.header.timeMs;
  }

  /** Of another node of the chain: it has not verified anything yet. */
  anotherExecutor(): Executor {
    return new Executor(...this.founding);
  }

  /** A body that is valid now unless `parts` say otherwise. */
  body(parts: Partial<TransactionBody>): TransactionBody {
    this.salt += 1;
    return { validFromMs: this.timeMs, validUntilMs: this.timeMs + 60_000, salt: this.salt, inputs: [], outputs: [], calls: [], ...parts };
  }

  sign(parts: Partial<TransactionBody>, ...signers: string[]): SealedTransaction {
    return signTransaction(this.executor.chainId, this.body(parts), signers.map(keyOf));
  }

  /** The next block on the head (or another parent), with unchecked work where the chain asks for it. The head stays where it is: see `advance`. */
  build(transactions: readonly SealedTransaction[], afterMs = 100, parent = this.head, miner = 'miner'): BuiltBlock {
    const { timeMs, view, work } = parent.header;
    const options = { timeMs: timeMs + afterMs, view: view + 1, proposer: 0, candidates: transactions };
    return this.executor.build(parent, work === undefined ? options : { ...options, work: { bits: work.bits, minerKey: keyOf(miner).publicKey } });
  }

  /** Builds the next block, executes it as a voter, and moves the head. @returns a word for each transaction. */
  advance(transactions: readonly SealedTransaction[], afterMs = 100): readonly string[] {
    const { block, leftOut } = this.build(transactions, afterMs);
    const { results, state } = this.executor.execute(this.head, block);
    this.head = { id: block.id, header: block.header, state };
    const words = new Map(
      results.map(({ txId, outcome }) => [toBinary(txId), outcome.kind === 'accepted' ? 'accepted' : `refused ${outcome.code}`]),
    );
    for (const { txId, code } of leftOut) words.set(toBinary(txId), code);
    return transactions.map(({ txId }) => words.get(toBinary(txId)) ?? 'no room');
  }

  /** The code that admission refuses with; undefined if it does not. */
  refusal(transaction: SealedTransaction, atMs = this.timeMs + 1): string | undefined {
    try {
      this.executor.check(this.head, transaction, atMs);
      return undefined;
    } catch (error) {
      if (error instanceof Refusal) return error.code;
      throw error;
    }
  }

  /** Records an issue of these amounts, one output each, to `owner`. @returns the outputs. */
  issue(issuer: string, owner: string, ...amounts: bigint[]): readonly OutPoint[] {
    const definition = definitionOf(issuer);
    const inputs = amounts.map((amount): Input => ({ kind: 'issue', definition, amount }));
    const outputs = amounts.map((amount) => outputOf(assetId(definition), amount, lockOf(owner)));
    const transaction = this.sign({ inputs, outputs }, issuer);
    const [word] = this.advance([transaction]);
    if (word !== 'accepted') throw new Error(`issue: ${word}`);
    return amounts.map((_, index) => ({ txId: transaction.txId, index }));
  }
}

export function lockOf(...names: string[]): KeysLock {
  return lockOfSome(names.length, ...names);
}

export function lockOfSome(threshold: number, ...names: string[]): KeysLock {
  return { kind: 'keys', threshold, keys: names.map((name) => keyOf(name).publicKey).sort(compareBytes) };
}

export function definitionOf(issuer: string): AssetDefinition {
  return { issuer: lockOf(issuer), document: canonicalJson({ name: `the asset of ${issuer}` }) };
}

export function assetOf(issuer: string): Hash {
  return assetId(definitionOf(issuer));
}

export function outputOf(asset: Hash, amount: bigint, lock: Lock): Output {
  return { assetId: asset, value: { kind: 'amount', amount }, lock };
}

export function spend(outPoint: OutPoint): Input {
  return { kind: 'spend', outPoint };
}

export function callOf(actor: string | KeyPair, module: string, command: string, payload: string): Call {
  const { publicKey } = typeof actor === 'string' ? keyOf(actor) : actor;
  return { module, command, actor: publicKey, payload: utf8(payload) };
}
