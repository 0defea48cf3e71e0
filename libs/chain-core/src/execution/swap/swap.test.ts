import fc from 'fast-check';
import { canonicalText, parseCanonicalJson } from '../../codec/json';
import { kernelModule } from '../../kernel';
import { ModuleRegistry } from '../../module/registry';
import type { AnyModule } from '../../module/active-module';
import { toHex } from '../../primitives/bytes';
import type { Json, JsonObject } from '../../primitives/json';
import type { SealedBlock } from '../../protocol/block';
import type { ModuleEvent } from '../../protocol/result';
import { callOf, LedgerChain } from '../../testing/ledger-chain';
import { tally, TALLIES } from '../../testing/tally-modules';
import { testChain } from '../../testing/test-genesis';
import { Executor, makeGenesis, ModuleMissing, queryModule } from '..';
import type { ExecutedParent } from '..';

const names = (count: number): string[] => Array.from({ length: count }, (_, n) => `n${n}`);

/** Four validators; blocks are executed a second time by software that was just started. */
class SwapChain extends LedgerChain {
  readonly blocks: SealedBlock[] = [];
  readonly happened: string[] = [];
  readonly #events: ModuleEvent[] = [];
  readonly genesis = testChain({ modules: [{ name: 'tally', version: '1.0.0', params: { step: 1 } }] }).genesis;

  constructor() {
    super([tally] as unknown as AnyModule[]);
    const active = new ModuleRegistry(TALLIES).resolve(this.genesis.modules);
    const { block, state } = makeGenesis(this.genesis, active);
    this.head = { id: block.id, header: block.header, state };
    (this as { executor: Executor }).executor = new Executor(this.genesis, active);
  }
  override advance(transactions: Parameters<LedgerChain['advance']>[0], afterMs = 100): readonly string[] {
    const before = this.head;
    const built = this.build(transactions, afterMs);
    this.blocks.push(built.block);
    this.#events.push(...built.execution.blockResult.events);
    this.happened.push(...built.execution.blockResult.events.map(({ name }) => name));
    const answer = super.advance(transactions, afterMs);
    this.fresh().execute(before, built.block);
    return answer;
  }
  events(name: string): Json[] {
    return this.#events.filter((event) => event.name === name).map(({ data }) => parseCanonicalJson(data));
  }
  fresh(modules = TALLIES): Executor {
    return new Executor(this.genesis, new ModuleRegistry(modules).resolve(this.genesis.modules));
  }
  give(seat: number, command: string, payload: Json): string {
    const actor = `test node ${seat}`;
    return this.advance([this.sign({ calls: [callOf(actor, 'kernel', command, canonicalText(payload))] }, actor)])[0]!;
  }
  call(module: string, command: string, payload: Json): string {
    return this.advance([this.sign({ calls: [callOf('kim', module, command, canonicalText(payload))] }, 'kim')])[0]!;
  }
  propose(...changes: object[]): string {
    return this.give(0, 'propose-change', { changes } as unknown as Json);
  }
  /** Proposed, shown to be at hand by three nodes, and approved. */
  decide(changes: object[], id = 1, able = 3, atHeight = 0): string {
    expect(this.give(0, 'propose-change', { changes, atHeight } as unknown as Json)).toBe('accepted');
    for (let seat = 0; seat < able; seat += 1) this.give(seat, 'confirm-modules', { change: id });
    this.give(1, 'approve-change', { change: id });
    return this.give(2, 'approve-change', { change: id });
  }
  passUntil(event: string): void {
    for (let i = 0; i < 30 && !this.happened.includes(event); i += 1) this.advance([]);
    expect(this.happened).toContain(event);
  }
  ask(module: string, query: string, set?: number, args: Json = {}): Json {
    const modules = set === undefined ? this.executor.modulesAfter(this.head) : this.executor.modulesOfSet(this.head, set);
    return queryModule({ modules, chainId: this.executor.chainId, height: this.head.header.height, timeMs: this.timeMs }, this.head.state, { module, query, args });
  }
  totals(module: string, set?: number): Record<string, number> {
    return Object.fromEntries(this.ask(module, 'all', set) as [string, number][]);
  }
}
const swap = (by: string, version = '1.0.0', module = 'tally', parameters: JsonObject = {}): object => ({ kind: 'swap-module', module, by: { name: by, version, parameters } });

describe('another module in the place of one', () => {
  it('takes its records over while it works, there and back, and every node comes to the same', () => {
    const chain = new SwapChain();
    chain.call('tally', 'add', { names: names(400) });
    chain.call('tally', 'add', { names: names(10) });
    expect(chain.decide([swap('score')], 1, 3, 15)).toBe('accepted');
    chain.call('tally', 'add', { names: ['n1', 'n399', 'new'] });
    chain.call('tally', 'drop', { name: 'n2' });
    chain.passUntil('modules-changed');
    expect(chain.happened).toEqual(['migration-began', 'migration-ended', 'modules-changed']);
    expect(chain.totals('score')).toMatchObject({ n1: 30, n5: 20, n399: 20, new: 10, '~made': 1 });
    expect(Object.keys(chain.totals('score'))).toHaveLength(401);
    expect(chain.call('tally', 'add', { names: ['late'] })).toBe('refused UNKNOWN_MODULE');
    expect(chain.call('score', 'add', { names: ['late'] })).toBe('accepted');
    expect(chain.totals('tally', 0)).toMatchObject({ n1: 3, n5: 2 });
    chain.happened.length = 0;
    expect(chain.decide([swap('tally', '1.1.0', 'score')], 2)).toBe('accepted');
    chain.passUntil('modules-changed');
    expect(chain.totals('tally')).toMatchObject({ n1: 3, n5: 2, late: 0 });
    expect(chain.ask('kernel', 'modules')).toMatchObject({ set: 2, modules: [{ name: 'tally', version: '1.1.0', space: 2 }] });
    expect(replayed(chain)).toBe(toHex(chain.head.header.stateRoot));
  });

  it('comes to its end however much is recorded meanwhile, also where it always lies ahead', () => {
    const chain = new SwapChain();
    chain.call('tally', 'add', { names: names(300) });
    chain.decide([swap('score')]);
    for (let block = 0; block < 10 && !chain.happened.includes('modules-changed'); block += 1) {
      chain.call('tally', 'add', { names: Array.from({ length: 150 }, (_, n) => `z${block}${String(n).padStart(3, '0')}`) });
    }
    expect(chain.happened).toContain('modules-changed');
    expect(Object.values(chain.totals('score')).filter((total) => total === 10).length).toBe(Object.keys(chain.totals('score')).length - 1);
  });

  it('begins with empty stores where nothing says how records are carried over', () => {
    const chain = new SwapChain();
    chain.call('tally', 'add', { names: names(5) });
    chain.decide([swap('fresh')]);
    chain.passUntil('modules-changed');
    expect(chain.totals('fresh')).toEqual({});
  });

  it('is not what a node can run that lacks it: it stops, and says what it needs', () => {
    const chain = new SwapChain();
    chain.decide([swap('score')]);
    const lacking = chain.fresh([tally] as unknown as AnyModule[]);
    const { block } = chain.build([]);
    expect(() => lacking.execute(chain.head, block)).toThrow(ModuleMissing);
    expect(() => lacking.build(chain.head, { timeMs: chain.timeMs + 1, view: 99, proposer: 0, candidates: [] })).toThrow(/score 1.0.0/);
  });

  const broken: readonly [string, object, string][] = [
    ['throws at the 300th record', swap('thrower'), 'MIGRATION_BROKE'],
    ['puts off its work', swap('sleeper'), 'MIGRATION_BROKE'],
    ['asks for too much of the state', swap('glutton'), 'TOO_COSTLY'],
    ['breaks when it begins', swap('stillborn'), 'MODULE_BROKE'],
    ['breaks when its parameters are looked at', swap('confused'), 'MODULE_BROKE'],
    ['breaks when it is asked whether records come along', swap('fickle'), 'MODULE_BROKE'],
    ['needs what the chain has not', swap('needy'), 'MODULE_NEED_MISSING'],
    ['belongs elsewhere', swap('elsewhere'), 'SLOT_MISMATCH'],
    ['has parameters that do not fit', swap('score', '1.0.0', 'tally', { step: 0 }), 'PARAMS_INVALID'],
  ];
  it.each(broken)('that %s leaves the old one where it is, and the chain going on', (_, change, code) => {
    const chain = new SwapChain();
    chain.call('tally', 'add', { names: names(320) });
    const before = chain.totals('tally');
    expect(chain.ask('kernel', 'outlook', undefined, { changes: [change] } as unknown as Json)).toBeDefined();
    chain.decide([change]);
    chain.passUntil('change-failed');
    expect(JSON.stringify(chain.events('change-failed'))).toContain(code);
    for (let i = 0; i < 3; i += 1) chain.advance([]);
    expect(chain.totals('tally')).toEqual(before);
    expect(chain.ask('kernel', 'changes')).toEqual([]);
    // What the migration had made is deleted again: only the record of what is in force is left.
    expect(chain.ask('kernel', 'history')).toEqual({ set: 0, firstHeights: [1], due: null, migrating: null, emptying: [] });
    expect(chain.call('tally', 'add', { names: ['more'] })).toBe('accepted');
    expect(replayed(chain)).toBe(toHex(chain.head.header.stateRoot));
  });
});

/** Every block again, by software that was just started. */
function replayed({ blocks, genesis, fresh }: SwapChain): string {
  const executor = fresh.call({ genesis } as SwapChain);
  const { block, state } = makeGenesis(genesis, executor.modules);
  let parent: ExecutedParent = { id: block.id, header: block.header, state };
  for (const next of blocks) parent = { id: next.id, header: next.header, state: executor.execute(parent, next).state };
  return toHex(parent.header.stateRoot);
}

describe('parameters', () => {
  it('change by vote, at a stated height, and the old ones are remembered', () => {
    const chain = new SwapChain();
    chain.call('tally', 'add', { names: ['a'] });
    chain.decide([{ kind: 'set-parameters', module: 'tally', parameters: { step: 5 } }], 1, 0);
    chain.passUntil('modules-changed');
    chain.call('tally', 'add', { names: ['a'] });
    expect(chain.totals('tally')).toEqual({ a: 6 });
    expect(chain.ask('kernel', 'modules', undefined, { set: 0 })).toMatchObject({ modules: [{ params: { step: 1 } }], firstHeight: 1 });
    expect(chain.executor.moduleSetAt(chain.head, 2)).toBe(0);
    expect(chain.executor.moduleSetAt(chain.head, chain.head.header.height)).toBe(1);
  });
});

describe('a proposal about modules', () => {
  const set = (step: number): object => ({ kind: 'set-parameters', module: 'tally', parameters: { step } });
  const remove = { kind: 'remove-seat', seat: 3 };
  const refused: readonly [string, object[], string][] = [
    ['seats and modules in one', [set(2), remove], 'CHANGES_MIXED'],
    ['a module that is not there', [{ ...set(2), module: 'nobody' }], 'NO_SUCH_MODULE'],
    ['nothing new', [set(1)], 'NOTHING_CHANGES'],
    ['the module that is there', [swap('tally')], 'NOTHING_CHANGES'],
    ['parameters that do not fit', [set(0)], 'PARAMS_INVALID'],
    ['parameters nobody knows', [{ kind: 'set-parameters', module: 'tally', parameters: { other: 1 } }], 'PARAMS_INVALID'],
    ['a package for a module without any', [{ kind: 'publish-package', module: 'tally', content: {} }], 'NO_PACKAGES'],
    ['one module twice', [swap('score'), { ...swap('fresh'), module: 'score' }], 'CHANGED_TWICE'],
    ['parameters of a size for a document', [{ kind: 'set-parameters', module: 'tally', parameters: { x: 'x'.repeat(9_000) } }], 'PARAMETERS_TOO_LARGE'],
    ['the kernel', [{ ...swap('kernel'), module: 'kernel' }], 'NO_SUCH_MODULE'],
  ];
  it.each(refused)('is refused: %s', (_, changes, code) => {
    expect(new SwapChain().propose(...changes)).toBe(`refused ${code}`);
  });

  it('is refused when it is there already, or about what an approved one changes; one takes effect after another', () => {
    const chain = new SwapChain();
    expect(chain.propose(set(2))).toBe('accepted');
    expect(chain.propose(set(2))).toBe('refused CHANGE_DUPLICATE');
    expect(chain.propose(set(3))).toBe('accepted');
    expect(chain.give(0, 'propose-change', { changes: [set(4)], atHeight: 20 } as unknown as Json)).toBe('accepted');
    chain.give(1, 'approve-change', { change: 3 });
    chain.give(2, 'approve-change', { change: 3 });
    expect(chain.propose(set(5))).toBe('refused CHANGE_CONFLICTS');
    chain.give(1, 'approve-change', { change: 1 });
    expect(chain.give(2, 'approve-change', { change: 1 })).toBe('refused CHANGE_UNDER_WAY');
    while (chain.head.header.height < 20) chain.advance([]);
    expect(chain.happened).toEqual(['modules-changed']);
    expect(chain.give(2, 'approve-change', { change: 1 })).toBe('accepted');
    chain.advance([]);
    expect(chain.ask('kernel', 'modules')).toMatchObject({ set: 2, modules: [{ params: { step: 2 } }] });
  });

  it('of a new module waits until the nodes of a quorum have it', () => {
    const chain = new SwapChain();
    expect(chain.decide([swap('score')], 1, 2)).toBe('refused NO_QUORUM_ABLE');
    chain.propose(set(2));
    expect(chain.give(1, 'confirm-modules', { change: 2 })).toBe('refused SWAPS_NO_MODULE');
    expect(chain.give(1, 'confirm-modules', { change: 1 })).toBe('refused ALREADY_CONFIRMED');
    expect(chain.give(3, 'confirm-modules', { change: 1 })).toBe('accepted');
    expect(chain.give(2, 'approve-change', { change: 1 })).toBe('accepted');
  });

  it('is remembered when it is over, with the parameters it brought', () => {
    const chain = new SwapChain();
    chain.decide([swap('score')]);
    chain.passUntil('modules-changed');
    chain.decide([swap('stillborn', '1.0.0', 'score', { step: 2 })], 2);
    chain.passUntil('change-failed');
    const of = (module: string, name: string, parameters: JsonObject) => [{ kind: 'swap-module', module, by: { name, version: '1.0.0', parameters } }];
    expect(chain.ask('kernel', 'decided')).toMatchObject([
      { id: 2, ending: { outcome: 'failed', code: 'MODULE_BROKE', facts: { module: 'stillborn' } }, changes: of('score', 'stillborn', { step: 2 }), approvals: [0, 1, 2] },
      { id: 1, ending: { outcome: 'took-effect' }, changes: of('tally', 'score', {}) },
    ]);
  });

  it('that is approved is cancelled on the way, and what was carried over is deleted; the next one begins anew', () => {
    const chain = new SwapChain();
    chain.call('tally', 'add', { names: names(320) });
    chain.decide([swap('score')], 1, 3, 60);
    expect(chain.happened).toEqual(['migration-began']);
    expect(chain.decide([{ kind: 'cancel-change', change: 1 }], 2, 0)).toBe('accepted');
    for (let i = 0; i < 4; i += 1) chain.advance([]);
    expect(chain.ask('kernel', 'history')).toEqual({ set: 0, firstHeights: [1], due: null, migrating: null, emptying: [] });
    expect([...chain.head.state.range({ from: String.fromCharCode('score~1'.length) + 'score~1', to: String.fromCharCode('score~1'.length) + 'score~2', limit: 9 })]).toEqual([]);
    expect(chain.call('tally', 'add', { names: ['n1'] })).toBe('accepted');
    expect(chain.ask('kernel', 'decided')).toMatchObject([{ id: 2, ending: { outcome: 'took-effect' } }, { id: 1, ending: { outcome: 'cancelled', by: 2 } }]);
    chain.decide([swap('score')], 3);
    chain.passUntil('modules-changed');
    expect(chain.totals('score')).toMatchObject({ n1: 20, n5: 10, '~made': 1 });
    expect(replayed(chain)).toBe(toHex(chain.head.header.stateRoot));
  });

  it('takes what it brought along when it is withdrawn', () => {
    const chain = new SwapChain();
    chain.propose(swap('score'));
    expect(chain.ask('kernel', 'content', undefined, { change: 1, place: 0 })).toEqual({});
    expect(chain.give(0, 'withdraw-change', { change: 1 })).toBe('accepted');
    expect(() => chain.ask('kernel', 'content', undefined, { change: 1, place: 0 })).toThrow('NO_SUCH_CONTENT');
  });
});

describe('a migration', () => {
  it('ends with what the old module ended with, whatever happened on the way', () => {
    const step = fc.record({ add: fc.array(fc.nat(350), { maxLength: 40 }), drop: fc.option(fc.nat(350), { nil: undefined }) });
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 5 }), (steps) => {
        const chain = new SwapChain();
        chain.call('tally', 'add', { names: names(300) });
        chain.decide([swap('score')]);
        for (const { add, drop } of steps) {
          if (chain.happened.includes('modules-changed')) break;
          chain.call('tally', 'add', { names: add.map((n) => `n${n}`) });
          if (drop !== undefined && !chain.happened.includes('modules-changed')) chain.call('tally', 'drop', { name: `n${drop}` });
        }
        chain.passUntil('modules-changed');
        const expected = Object.fromEntries(Object.entries(chain.totals('tally', 0)).map(([name, total]) => [name, total * 10]));
        expect(chain.totals('score')).toEqual({ ...expected, '~made': 1 });
      }),
      { numRuns: 8, seed: 7 },
    );
  });
});

it('costs a chain that never changed its modules nothing in its state', () => {
  const { genesis } = testChain();
  expect(Object.keys(kernelModule(genesis, new ModuleRegistry([])).definition.stores!)).toContain('force');
  const chain = new SwapChain();
  chain.advance([]);
  expect(chain.ask('kernel', 'history')).toEqual({ set: 0, firstHeights: [1], due: null, migrating: null, emptying: [] });
});
