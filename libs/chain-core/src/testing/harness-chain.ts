import { canonicalJson, parseCanonicalJson } from '../codec/json';
import { Executor, makingGenesis, querying, type ExecutedParent, type Genesis, type PastBlock, type PastBlocks, type Rehearsal } from '../execution';
import type { AnyModule } from '../module/active-module';
import type { ActiveModules } from '../module/active-modules';
import { checkSchema } from '../module/compile-schema';
import type { JsonSchema } from '../module/definition/words';
import type { Work } from '../module/work';
import { ModuleRegistry } from '../module/registry';
import type { Bytes } from '../primitives/bytes';
import type { Json, JsonObject } from '../primitives/json';
import { Refusal, type RefusalFacts } from '../primitives/refusal';
import type { GenesisDocument } from '../protocol/genesis';
import type { TransactionResult } from '../protocol/result';
import { signTransaction } from '../protocol/sign-transaction';
import type { Call, SealedTransaction, TransactionBody } from '../protocol/transaction';
import { StateBase } from '../state/state-base';
import type { StateVersion } from '../state/state-version';
import type { SealedBlock } from '../protocol/block';
import { TEST_TIME_MS, testChain } from './test-genesis';
import { keyOf } from './keys';

const BLOCKS_KEPT = 1_000;

export interface HarnessOptions {
  /** The modules of the chain, with parameters; the one under test among them. */
  readonly modules: readonly { readonly module: AnyModule; readonly params?: JsonObject }[];
  /** Modules that the chain does not run yet, but could. */
  readonly spare?: readonly AnyModule[];
  readonly startMs?: number;
  /** Enabled if not given. */
  readonly assets?: GenesisDocument['assets'];
}
export interface CallOptions {
  readonly module: string;
  readonly command: string;
  readonly payload: Json;
  /** Name of a key for tests. */
  readonly actor: string;
}
export interface Recorded {
  readonly txId: Bytes;
  readonly accepted: boolean;
  /** Set when refused. */
  readonly code: string | undefined;
  readonly facts: RefusalFacts;
  readonly events: readonly { readonly module: string; readonly name: string; readonly data: Json }[];
}

/** A chain that begins. */
interface Founded {
  readonly executor: Executor;
  readonly beginning: Genesis;
  readonly startMs: number;
}

export function* founding({ modules, spare = [], startMs = TEST_TIME_MS, assets = 'enabled' }: HarnessOptions): Work<Founded> {
  for (const { module } of modules) schemasOf(module).forEach(checkSchema);
  const choices = modules.map(({ module, params = {} }) => ({ name: module.name, version: module.version, params }));
  const active = new ModuleRegistry([...modules.map(({ module }) => module), ...spare]).check(choices);
  const genesis = { ...testChain({ validators: 1, modules: active.choices(), assets }).genesis, createdAtMs: startMs };
  return { executor: new Executor(genesis, active), beginning: yield* makingGenesis(genesis, active, new StateBase()), startMs };
}

/** What both harnesses do (see ModuleHarness); what calls modules is work. */
export class HarnessChain {
  timeMs: number;
  private readonly executor: Executor;
  private parent: ExecutedParent;
  private salt = 0;
  private readonly past: PastBlocks & { newest: number; oldest: number };
  private readonly blocks = new Map<number, PastBlock>();
  /** What hooks emitted at the end of the newest block. */
  blockEvents: Recorded['events'] = [];

  constructor({ executor, beginning: { block, state }, startMs }: Founded) {
    this.executor = executor;
    this.parent = this.settled(block, state);
    this.timeMs = startMs;
    this.past = { newest: 0, oldest: 1, at: (height) => this.blocks.get(height) };
  }

  protected rehearsal(asked: Json): Rehearsal {
    return this.executor.rehearse(() => this.parent, asked, this.past);
  }

  /** The public key that stands for a name. */
  key(name: string): Bytes {
    return keyOf(name).publicKey;
  }

  get height(): number {
    return this.parent.header.height;
  }

  /** Encoded state root, for golden tests. */
  get stateRoot(): Bytes {
    return this.parent.header.stateRoot;
  }

  /** Makes the next block's time later by this much. */
  advance(byMs: number): void {
    this.timeMs += byMs;
  }

  protected *admitting(options: CallOptions): Work<void> {
    yield* this.executor.checking(this.parent, this.transaction([options]), this.timeMs + 1);
  }

  protected *checking(options: CallOptions): Work<string | undefined> {
    try {
      yield* this.admitting(options);
      return undefined;
    } catch (error) {
      if (error instanceof Error && 'code' in error) return String(error.code);
      throw error;
    }
  }

  /** Several calls in one transaction: all happen or none. */
  transaction(calls: readonly CallOptions[]): SealedTransaction {
    return this.sign({ calls: calls.map(callOf) }, ...new Set(calls.map(({ actor }) => actor)));
  }

  /** Any transaction, valid now unless `parts` say otherwise. */
  sign(parts: Partial<TransactionBody>, ...signers: string[]): SealedTransaction {
    this.salt += 1;
    const body = { validFromMs: Math.max(0, this.timeMs - 10_000), validUntilMs: this.timeMs + 60_000, salt: this.salt, inputs: [], outputs: [], calls: [], ...parts };
    return signTransaction(this.executor.chainId, body, signers.map(keyOf));
  }

  protected *blocking(transactions: readonly SealedTransaction[]): Work<readonly Recorded[]> {
    this.timeMs = Math.max(this.timeMs, this.parent.header.timeMs + 1);
    const modules = this.executor.modulesAfter(this.parent);
    const options = { timeMs: this.timeMs, view: this.height + 1, proposer: 0, candidates: transactions };
    const { block, execution, leftOut } = yield* this.executor.building(this.parent, options);
    const fault = leftOut.find(({ kind }) => kind === 'fault');
    if (fault) throw fault.error.cause;
    const again = yield* this.executor.executing(this.parent, block);
    this.parent = this.settled(block, again.state);
    this.remember(block, execution.results);
    this.blockEvents = again.blockResult.events.map(({ module, name, data }) => ({ module, name, data: parseCanonicalJson(data) }));
    const byId = new Map(execution.results.map((result) => [String(result.txId), result]));
    return transactions.map(({ txId }) => {
      const result = byId.get(String(txId));
      const left = leftOut.find((each) => String(each.txId) === String(txId));
      const facts = left?.error instanceof Refusal ? left.error.facts : {};
      return result ? recorded(result, modules) : { txId, accepted: false, code: left?.code, facts, events: [] };
    });
  }

  protected *asking(module: string, query: string, args: Json = {}, set?: number): Work<Json> {
    const modules = set === undefined ? this.executor.modulesAfter(this.parent) : this.executor.modulesOfSet(this.parent, set);
    const scope = { modules, chainId: this.executor.chainId, height: this.height, timeMs: this.parent.header.timeMs };
    return yield* querying(scope, this.parent.state, { module, query, args });
  }

  /** For rehearsals, which look back at no more than the newest. */
  private remember({ header: { height, timeMs }, transactions }: SealedBlock, results: readonly TransactionResult[]): void {
    this.blocks.set(height, { timeMs, transactions, isAccepted: (index) => results[index]!.outcome.kind === 'accepted' });
    this.blocks.delete(height - BLOCKS_KEPT);
    this.past.newest = height;
    this.past.oldest = Math.max(1, height - BLOCKS_KEPT + 1);
  }

  private settled(block: SealedBlock, state: StateVersion): ExecutedParent {
    state.settle();
    return { id: block.id, header: block.header, state };
  }
}

export function callOf({ module, command, payload, actor }: CallOptions): Call {
  return { module, command, actor: keyOf(actor).publicKey, payload: canonicalJson(payload) };
}

function recorded({ txId, outcome, events }: TransactionResult, modules: ActiveModules): Recorded {
  const decoded = events.map(({ module, name, data }) => ({ module, name, data: parseCanonicalJson(data) }));
  for (const { module, name, data } of decoded) {
    const fault = modules.find(module)!.eventFault(name, data);
    if (fault) throw new Error(`event ${module}.${name} breaks its schema at ${fault.path}: ${fault.message}`);
  }
  const refused = outcome.kind === 'refused';
  return { txId, accepted: !refused, code: refused ? outcome.code : undefined, facts: refused ? outcome.facts : {}, events: decoded };
}

function schemasOf({ params, commands = {}, queries = {}, events = {}, locks = {} }: AnyModule): readonly JsonSchema[] {
  const ofParts = [Object.values(commands).map(({ payload }) => payload), Object.values(queries).map(({ args }) => args), Object.values(events).map(({ data }) => data), Object.values(locks).map(({ data }) => data)];
  return [params, ...ofParts.flat()];
}
