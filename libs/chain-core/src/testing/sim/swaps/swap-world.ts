import { canonicalText } from '../../../codec/json';
import { toBinary } from '../../../crypto/hash';
import { Executor, makeGenesis, queryModule, type ExecutedParent } from '../../../execution';
import type { Execution } from '../../../execution';
import { spaceName, type ModuleInForce } from '../../../module/active-module';
import { ModuleRegistry } from '../../../module/registry';
import { toHex, utf8 } from '../../../primitives/bytes';
import type { Json } from '../../../primitives/json';
import type { SealedBlock } from '../../../protocol/block';
import type { GenesisDocument } from '../../../protocol/genesis';
import { signTransaction } from '../../../protocol/sign-transaction';
import type { SealedTransaction } from '../../../protocol/transaction';
import { StateVersion } from '../../../state/state-version';
import { keyOf } from '../../keys';
import { TALLIES } from '../../tally-modules';
import { testChain } from '../../test-genesis';
import type { Random } from '../random';

/** A block above the final one, with what executing it came to. */
interface Branch {
  readonly parent: ExecutedParent;
  readonly block: SealedBlock;
  readonly execution: Execution;
  readonly at: ExecutedParent;
}

const NODES = 3;
const UNFINAL_MAX = 3;
const ALL = 1_000_000;

/** Some nodes with the real executor, each with caches of its own, on a chain whose unfinal blocks branch. What no vote decides here is chance. */
export class SwapWorld {
  readonly genesis: GenesisDocument = testChain({ modules: [{ name: 'tally', version: '1.0.0', params: { step: 1 } }] }).genesis;
  final: ExecutedParent;
  readonly blocks: SealedBlock[] = [];
  readonly #nodes: Executor[] = Array.from({ length: NODES }, () => this.fresh());
  #branches: Branch[] = [];
  #views = 0;
  #salt = 0;

  constructor(private readonly random: Random) {
    const { block, state } = makeGenesis(this.genesis, this.#nodes[0]!.modules);
    this.final = { id: block.id, header: block.header, state };
  }

  /** Software that was just started. */
  fresh(): Executor {
    return new Executor(this.genesis, new ModuleRegistry(TALLIES).resolve(this.genesis.modules));
  }

  restart(): void {
    this.#nodes[this.random.below(NODES)] = this.fresh();
  }

  sign(actor: string, module: string, command: string, payload: Json): SealedTransaction {
    this.#salt += 1;
    const { timeMs } = this.final.header;
    const calls = [{ module, command, actor: keyOf(actor).publicKey, payload: utf8(canonicalText(payload)) }];
    return signTransaction(this.#nodes[0]!.chainId, { validFromMs: timeMs, validUntilMs: timeMs + 60_000, salt: this.#salt, inputs: [], outputs: [], calls }, [keyOf(actor)]);
  }

  /** One node builds on some block that is not final, or on the final one; all others execute it, and throw if they come to something else. */
  grow(candidates: readonly SealedTransaction[], afterMs: number): void {
    const parents = [this.final, ...this.#branches.map(({ at }) => at)].filter(({ header }) => header.height < this.final.header.height + UNFINAL_MAX);
    const parent = this.random.pick(parents);
    const [builder, ...others] = this.random.shuffled(this.#nodes) as [Executor, ...Executor[]];
    this.#views += 1;
    const { block } = builder.build(parent, { timeMs: parent.header.timeMs + afterMs, view: this.#views, proposer: 0, candidates });
    const [execution] = others.map((node, i) => node.execute(i > 0 && this.random.chance(150) ? fromSnapshot(parent) : parent, block)) as [Execution, ...Execution[]];
    this.#branches.push({ parent, block, execution, at: { id: block.id, header: block.header, state: execution.state } });
  }

  /** Some unfinal block becomes final with its ancestors; what does not descend from it is gone. @returns what was executed, oldest first */
  decide(): readonly Execution[] {
    if (this.#branches.length === 0) return [];
    const path: Branch[] = [];
    for (let at: Branch | undefined = this.random.pick(this.#branches); at !== undefined; at = this.#branchAt(at.parent)) path.unshift(at);
    for (const { block, at } of path) {
      this.blocks.push(block);
      this.final = at;
    }
    this.#branches = this.#branches.filter((branch) => this.#descends(branch));
    return path.map(({ execution }) => execution);
  }

  ask(module: string, query: string, args: Json = {}): Json {
    const node = this.#nodes[0]!;
    const { height } = this.final.header;
    return queryModule({ modules: node.modulesAfter(this.final), chainId: node.chainId, height, timeMs: this.final.header.timeMs }, this.final.state, { module, query, args });
  }

  /** Names of spaces that modules of all sets up to this one have. */
  spacesOfSets(newest: number): readonly string[] {
    return Array.from({ length: newest + 1 }, (_, set) => (this.ask('kernel', 'modules', { set }) as unknown as { modules: readonly ModuleInForce[] }).modules.map(spaceName)).flat();
  }

  /** Every block once more by software that was just started. @returns whether it ends with the same state */
  isReplayed(): boolean {
    const node = this.fresh();
    const { block, state } = makeGenesis(this.genesis, node.modules);
    let parent: ExecutedParent = { id: block.id, header: block.header, state };
    for (const next of this.blocks) parent = { id: next.id, header: next.header, state: node.execute(parent, next).state };
    return toHex(parent.state.root) === toHex(this.final.state.root);
  }

  isRootRebuilt(): boolean {
    return toHex(StateVersion.ofEntries(this.#entries()).root) === toHex(this.final.state.root);
  }

  /** Names of spaces that hold something. */
  spaces(): ReadonlySet<string> {
    return new Set(this.#entries().map(([key]) => key.slice(1, 1 + key.charCodeAt(0))));
  }

  #entries() {
    return entriesOf(this.final);
  }

  #branchAt(parent: ExecutedParent): Branch | undefined {
    return this.#branches.find(({ at }) => toBinary(at.id) === toBinary(parent.id));
  }

  #descends(branch: Branch): boolean {
    for (let at: Branch | undefined = branch; at !== undefined; at = this.#branchAt(at.parent)) if (at.parent === this.final) return true;
    return false;
  }
}

/** As a node has it that took the state from others: its entries, and nothing that executing blocks left behind. */
function fromSnapshot(parent: ExecutedParent): ExecutedParent {
  return { ...parent, state: StateVersion.ofEntries(entriesOf(parent)) };
}

function entriesOf({ state }: ExecutedParent) {
  return state.range({ from: '', limit: ALL });
}
