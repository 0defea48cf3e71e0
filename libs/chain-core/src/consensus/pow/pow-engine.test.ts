import { Executor, makeGenesis, type ExecutedParent } from '../../execution';
import { ModuleRegistry } from '../../module/registry';
import type { Bytes, Hash } from '../../primitives/bytes';
import { equalBytes, toHex } from '../../primitives/bytes';
import type { SealedBlock } from '../../protocol/block';
import { sealBlock } from '../../protocol/codec';
import type { PowParameters } from '../../protocol/genesis';
import { meetsTarget, WORK_FUNCTIONS } from '../../protocol/pow/work-function';
import { nextBits } from '../../protocol/pow/retarget';
import { workPreimage } from '../../protocol/pow/preimage';
import { LIMITS } from '../../protocol/limits';
import { BurialLine } from '../../protocol/pow/buried';
import { targetOfBits, workOfBits } from '../../protocol/pow/target';
import { keyOf } from '../../testing/keys';
import { testChain } from '../../testing/test-genesis';
import type { BlockRef, EngineEffect, EngineEvent } from '../engine';
import { POW_LIMITS } from './limits';
import { decodeMessage, encodeBlockMessage, encodeHeaders, encodeWantBlock, encodeWantHeaders } from './message-codec';
import { EntryTree } from './entry-tree';
import { PowEngine } from './pow-engine';
import { POW_RULES } from './rules';

const modules = new ModuleRegistry([]).check([]);
const { genesis } = testChain({ pow: { finalDepth: 3 } });
const parameters = genesis.consensus as PowParameters;
const executor = new Executor(genesis, modules);
const origin = makeGenesis(genesis, modules);

interface Mined extends ExecutedParent {
  readonly block: SealedBlock;
  readonly parentTimeMs: number;
}
const first: Mined = { id: origin.block.id, header: origin.block.header, state: origin.state, block: origin.block, parentTimeMs: 0 };

/** A block with real work on another one. */
function mine(on: Mined, miner = 'a', afterMs = 1_000): Mined {
  const { height, timeMs, work } = on.header;
  const bits = nextBits(parameters, { height, timeMs, bits: work!.bits, parentTimeMs: on.parentTimeMs });
  const built = executor.build(on, { timeMs: timeMs + afterMs, view: height + 1, proposer: 0, candidates: [], work: { bits, minerKey: keyOf(miner).publicKey } });
  for (let nonce = 0; ; nonce += 1) {
    const block = sealBlock({ ...built.block.header, work: { ...built.block.header.work!, nonce } }, []);
    if (meetsTarget(WORK_FUNCTIONS.sha256d(workPreimage(block.headerBytes, on.id)), targetOfBits(bits))) return { id: block.id, header: block.header, state: built.execution.state, block, parentTimeMs: timeMs };
  }
}
const chainOf = (length: number, on: Mined = first, miner = 'a'): Mined[] => Array.from({ length }, () => (on = mine(on, miner)));
const refOf = ({ id, header, bytes }: SealedBlock): BlockRef => ({ id, parentId: header.parentId, height: header.height, view: header.view, proposer: 0, timeMs: header.timeMs, bytes });

type Event = EngineEvent extends infer E ? (E extends unknown ? Omit<E, 'nowMs'> : never) : never;

/** An engine with a driver that finds every known block valid but those told otherwise. */
class Harness {
  readonly known = new Map<string, SealedBlock>([[toHex(origin.block.id), origin.block]]);
  readonly invalid = new Set<string>();
  readonly log: Bytes[];
  readonly finals: SealedBlock[] = [origin.block];
  readonly effects: EngineEffect[] = [];
  readonly engine: PowEngine;
  nowMs = origin.block.header.timeMs + 1_000_000;

  /** Peers answer when they are asked for a body. */
  private serves = false;
  private readonly queue: Event[] = [];

  constructor(log: readonly Bytes[] = [], known: readonly Mined[] = [], finals: readonly Mined[] = []) {
    this.log = [...log];
    this.finals.push(...finals.map(({ block }) => block));
    this.knows(...known);
    this.engine = new PowEngine({ chainId: executor.chainId, parameters, blockBytesMax: genesis.limits.blockBytesMax }, {
      readBlock: (bytes) => [...this.known.values()].filter((block) => equalBytes(block.bytes, bytes)).map(refOf)[0],
      finals: {
        heightOf: (id) => this.finals.find((block) => equalBytes(block.id, id))?.header.height,
        header: (height) => this.finals[height]?.headerBytes,
        block: (height) => this.finals[height]?.bytes,
      },
    }, { log: this.log, final: refOf(this.finals.at(-1)!) });
  }

  knows(...mined: readonly Mined[]): this {
    for (const { block } of mined) this.known.set(toHex(block.id), block);
    return this;
  }

  /** @returns the effects of this event and of all that follows from it */
  step(event: Event): readonly EngineEffect[] {
    const from = this.effects.length;
    this.queue.push(event);
    for (let next = this.queue.shift(); next !== undefined; next = this.queue.shift()) {
      for (const effect of this.engine.step({ ...next, nowMs: this.nowMs } as EngineEvent)) this.perform(effect);
    }
    return this.effects.slice(from);
  }

  private perform(effect: EngineEffect): void {
    this.effects.push(effect);
    if (effect.kind === 'persist') this.log.push(effect.record);
    if (effect.kind === 'check') this.queue.push({ kind: 'checked', blockId: effect.block.id, valid: !this.invalid.has(toHex(effect.block.id)) });
    if (effect.kind === 'final') this.becomeFinal(effect.blockId);
    if (effect.kind !== 'send' || !this.serves || effect.to === 'all') return;
    const message = decodeMessage(effect.bytes, 1 << 20);
    const block = message.kind === 'want-block' ? this.known.get(toHex(message.blockId)) : undefined;
    if (block !== undefined) this.queue.push({ kind: 'message', from: effect.to, bytes: encodeBlockMessage(block.bytes) });
  }

  settle(): this {
    this.step({ kind: 'started' });
    this.step({ kind: 'connected', seat: 1 });
    this.step({ kind: 'timer', name: 'settle' });
    return this;
  }

  /** Time goes by in which nobody sends a body. */
  waits(ms: number = POW_LIMITS.fetchMs): readonly EngineEffect[] {
    this.nowMs += ms;
    return this.step({ kind: 'timer', name: 'fetch' });
  }

  headers(mined: readonly Mined[], from = 1): readonly EngineEffect[] {
    return this.step({ kind: 'message', from, bytes: encodeHeaders(mined.map(({ block }) => block.headerBytes)) });
  }

  block({ block }: Mined, from = 1): readonly EngineEffect[] {
    return this.step({ kind: 'message', from, bytes: encodeBlockMessage(block.bytes) });
  }

  offer(mined: readonly Mined[]): void {
    this.serves = true;
    this.knows(...mined).headers(mined);
    this.serves = false;
  }

  get head(): number {
    return this.engine.status().headHeight;
  }

  kinds(): Set<string> {
    return new Set(this.effects.map(({ kind }) => kind));
  }

  private becomeFinal(id: Hash): void {
    const path: SealedBlock[] = [];
    for (let at = this.known.get(toHex(id))!; !equalBytes(at.id, this.finals.at(-1)!.id); at = this.known.get(toHex(at.header.parentId))!) path.unshift(at);
    this.finals.push(...path);
  }
}

const wanted = (effects: readonly EngineEffect[]) => effects.flatMap((effect) => (effect.kind === 'send' ? [decodeMessage(effect.bytes, 1 << 20)] : [])).filter(({ kind }) => kind === 'want-block').length;
const sent = (effects: readonly EngineEffect[], kind: string) => effects.some((effect) => effect.kind === 'send' && decodeMessage(effect.bytes, 1 << 20).kind === kind);

describe('room', () => {
  const grown = (count: number, afterMs: number, on: Mined) => Array.from({ length: count }, () => (on = mine(on, 'a', afterMs)));
  const hard = grown(16, 1, first);
  const branch = [...hard, ...grown(14, 21_000, hard.at(-1)!)];
  const line = new BurialLine(0, parameters);
  /** Blocks open under each block of the branch, and under the one that would follow. */
  const open = [0, ...branch.map(({ header }) => {
    line.add(workOfBits(header.work!.bits));
    return header.height - line.finalHeight;
  })];
  const long = (one: Mined, bytes: number): Mined => ({ ...one, block: { ...one.block, bytes: Buffer.concat([one.block.bytes, new Uint8Array(bytes - one.block.bytes.length)]) } });
  const rest = LIMITS.crowdedBlockBytesMax;

  it('is little on a branch with many open blocks, the same for who has seen all of it and for who has just started', () => {
    expect(open.some((blocks) => blocks >= 2 * parameters.finalDepth) && open.slice(20).some((blocks) => blocks < 2 * parameters.finalDepth)).toBe(true);
    for (const [height, one] of branch.entries()) {
      const before = branch.slice(0, height);
      const isCrowded = open[height]! >= 2 * parameters.finalDepth;
      for (const bytes of [rest, rest + 1]) {
        const isTaken = bytes <= rest || !isCrowded;
        const all = new Harness().settle();
        all.offer(before);
        const late = new Harness([], before, before.slice(0, height - open[height]!)).settle();
        late.offer(before.slice(height - open[height]!));
        for (const node of [all, late]) {
          node.offer([long(one, bytes)]);
          expect([height, bytes, node.head, node.kinds().has('drop')]).toEqual([height, bytes, isTaken ? height + 1 : height, !isTaken]);
        }
      }
    }
  });

  it('is judged by what stands on the branch itself, whatever became final by a longer one', () => {
    const parent = 23;
    const node = new Harness().settle();
    node.offer(branch.slice(0, parent + 1));
    expect([open[parent]! >= 2 * parameters.finalDepth, parent - (node.finals.length - 1)]).toEqual([true, 2]);
    const side = grown(3, 1, branch[parent - 1]!);
    node.offer([long(side[0]!, rest + 1), ...side.slice(1)]);
    expect([node.head, node.kinds().has('drop')]).toEqual([parent + 1, true]);
    const other = new Harness().settle();
    other.offer(branch.slice(0, parent + 1));
    other.offer([long(side[0]!, rest), ...side.slice(1)]);
    expect([other.head, other.kinds().has('drop')]).toEqual([parent + 3, false]);
  });

  it('is what templates are given', () => {
    const node = new Harness().settle();
    node.step({ kind: 'mining', on: true });
    node.offer(branch);
    const asked = node.effects.flatMap((effect) => (effect.kind === 'build' ? [[effect.view - 1, effect.work!.bytesMax]] : []));
    for (const [height, bytesMax] of asked) expect([height, bytesMax]).toEqual([height, open[height!]! >= 2 * parameters.finalDepth ? rest : genesis.limits.blockBytesMax]);
    expect(asked.length).toBeGreaterThan(0);
  });
});

describe('headers first', () => {
  const chain = chainOf(5);

  it('fetches bodies of a branch with more work, checks them in order, and calls final what is deep enough', () => {
    const node = new Harness().settle().knows(...chain);
    expect(wanted(node.headers(chain))).toBe(5);
    for (const one of [...chain].reverse()) node.block(one);
    expect(node.head).toBe(5);
    expect(node.finals.map(({ header }) => header.height)).toEqual([0, 1, 2]);
  });

  it('calls a hard block final under as much work as so many like it would have, and nothing above it before', () => {
    const grown = (count: number, afterMs: number, on: Mined) => Array.from({ length: count }, () => (on = mine(on, 'a', afterMs)));
    const hard = grown(16, 1, first);
    const branch = [...hard, ...grown(9, 21_000, hard.at(-1)!)];
    const node = new Harness().settle().knows(...branch);
    const line = new BurialLine(0, parameters);
    const late = branch.map((one) => {
      node.offer([one]);
      line.add(workOfBits(one.header.work!.bits));
      expect(node.finals.length - 1).toBe(line.finalHeight);
      return Math.max(0, node.head - parameters.finalDepth) - line.finalHeight;
    });
    expect(late.slice(0, 17).every((blocks) => blocks === 0)).toBe(true);
    expect(Math.max(...late)).toBeGreaterThan(1);
  });

  it.each([[0, 'fewer'], [2, 'fewer'], [2, 'more']])('makes final only the %i blocks that it shares with a better branch of %s blocks, whose bodies nobody gives', (shared, blocks) => {
    const grown = (count: number, afterMs: number, on: Mined) => Array.from({ length: count }, () => (on = mine(on, 'a', afterMs)));
    const worse = grown(20, 21_000, first);
    const better = grown(blocks === 'fewer' ? 15 : 25, 1, worse[shared - 1] ?? first);
    const node = new Harness().knows(...worse);
    node.step({ kind: 'started' });
    node.step({ kind: 'connected', seat: 1 });
    node.offer(worse);
    node.knows(...better).headers([...worse.slice(0, shared), ...better]);
    node.step({ kind: 'timer', name: 'settle' });
    expect([node.head, node.finals.length]).toEqual([20, 1 + shared]);
  });

  it('makes thousands final in turn, a bounded number in each step, and goes on by itself', () => {
    const count = 2 * POW_LIMITS.finalsMax + 10;
    const branch = chainOf(count);
    const node = new Harness().knows(...branch);
    node.step({ kind: 'started' });
    node.step({ kind: 'connected', seat: 1 });
    node.offer(branch);
    expect([node.head, node.finals.length]).toEqual([count, 1]);
    const heights = ['settle', 'final', 'final'].map((name) => {
      const effects = node.step({ kind: 'timer', name });
      return { finals: effects.filter(({ kind }) => kind === 'final').length, height: node.finals.length - 1, goesOn: effects.some((effect) => effect.kind === 'set-timer' && effect.name === 'final') };
    });
    const { finalsMax } = POW_LIMITS;
    expect(heights).toEqual([{ finals: 1, height: finalsMax, goesOn: true }, { finals: 1, height: 2 * finalsMax, goesOn: true }, { finals: 1, height: count - parameters.finalDepth, goesOn: false }]);
  });

  it('goes along what is open for a new head only: a branch may be long, and anybody provokes steps', () => {
    const node = new Harness().settle();
    node.offer(chain);
    const looks = jest.spyOn(POW_RULES, 'isBuried');
    try {
      node.headers(chain);
      node.step({ kind: 'timer', name: 'ask' });
      expect(looks).not.toHaveBeenCalled();
      node.offer([mine(chain.at(-1)!)]);
      expect([looks.mock.calls.length, node.finals.length]).toEqual([2, 4]);
    } finally {
      looks.mockRestore();
    }
  });

  it('keeps a body in the log before anything else happens because of it', () => {
    const node = new Harness().settle().knows(...chain);
    node.headers(chain);
    const effects = node.block(chain[0]!);
    expect(effects.map(({ kind }) => kind).filter((kind) => kind === 'persist' || kind === 'check')).toEqual(['persist', 'check']);
  });

  it('asks for what leads to a header it cannot link, and keeps nothing of it', () => {
    const node = new Harness().settle();
    const effects = node.headers(chain.slice(3, 4));
    expect([sent(effects, 'want-headers'), wanted(effects), node.engine.status().bestHeight]).toEqual([true, 0, 0]);
  });

  it('takes no body that was not asked for', () => {
    const node = new Harness().settle().knows(...chain);
    node.block(chain[0]!);
    expect([node.head, node.log.length]).toEqual([0, 0]);
  });

  it('waits for a header from too far ahead instead of blaming anybody', () => {
    const node = new Harness().settle().knows(...chain);
    node.nowMs = chain[0]!.header.timeMs - parameters.futureMsMax - 1;
    node.headers(chain.slice(0, 1));
    expect([node.engine.status().bestHeight, node.kinds().has('drop')]).toEqual([0, false]);
    node.nowMs += 1;
    node.headers(chain.slice(0, 1));
    expect(node.engine.status().bestHeight).toBe(1);
  });

  it('drops a peer whose header has no work, the wrong bits, or is none', () => {
    const [one] = chain as [Mined];
    const bad = (fields: object) => sealBlock({ ...one.header, ...fields }, []).headerBytes;
    for (const header of [bad({ work: { ...one.header.work!, nonce: 1 << 30 } }), bad({ work: { ...one.header.work!, bits: 0x207fffff } }), bad({ height: 2 }), new Uint8Array(304)]) {
      const node = new Harness().settle();
      node.step({ kind: 'message', from: 1, bytes: encodeHeaders([header]) });
      expect([node.kinds().has('drop'), node.engine.status().bestHeight]).toEqual([true, 0]);
    }
  });

  it('goes on when a peer has headers and never the bodies: asks others, follows a lighter branch, and asks again when it is offered again', () => {
    const rival = chainOf(2, first, 'b');
    const node = new Harness().settle().knows(...chain, ...rival);
    node.step({ kind: 'connected', seat: 2 });
    node.headers(chain);
    node.headers(rival, 2);
    for (let i = 0; i < 5; i += 1) node.waits();
    for (const one of rival) node.block(one, 2);
    expect(node.head).toBe(2);
    node.headers(chain);
    for (const one of chain) node.block(one);
    expect(node.head).toBe(5);
  });

  it('asks for the bodies of a lighter branch once those of the heaviest are late, and lets nobody who only offers that one keep it from them', () => {
    const rival = chainOf(2, first, 'b');
    const node = new Harness().settle().knows(...chain, ...rival);
    node.step({ kind: 'connected', seat: 2 });
    node.headers(rival, 2);
    expect(wanted(node.headers(chain.slice(0, 4)))).toBe(4);
    expect(wanted(node.waits())).toBe(4 + 2); // The late ones of the other peer, and those of the branch that counts now.
    node.headers(chain);
    expect([node.engine.status().bestHeight, node.head]).toEqual([2, 0]);
    for (const one of rival) node.block(one, 2);
    expect(node.head).toBe(2);
    for (const one of chain) node.block(one);
    expect(node.head).toBe(5);
  });

  it.each(['leave', 'forget'] as const)('waits for nobody without end, and asks nobody without bound: two may take turns to have it and to %s', (how) => {
    const rival = chainOf(2, first, 'b');
    const node = new Harness().settle().knows(...chain, ...rival);
    for (const seat of [2, 3]) node.step({ kind: 'connected', seat });
    node.headers(rival, 3);
    let asked = 0;
    const step = (event: Event) => (asked += wanted(node.step(event)));
    for (const seat of [1, 2]) asked += wanted(node.headers(chain, seat));
    for (let i = 0; i < 20; i += 1) {
      const seat = 1 + (i % 2);
      if (how === 'leave') for (const kind of ['disconnected', 'connected'] as const) step({ kind, seat });
      else for (const height of [9, 0]) step({ kind: 'kept-from', seat, height });
    }
    expect(asked).toBeLessThanOrEqual(chain.length * 3 + rival.length);
    for (const one of rival) node.block(one, 3);
    expect(node.head).toBe(2);
  });

  it('asks again where there is only one to ask: a question or its answer may be lost', () => {
    const node = new Harness().settle().knows(...chain);
    const asked = [node.headers(chain), node.waits(), node.waits(), node.waits()].map(wanted);
    expect(asked).toEqual([5, 5, 5, 0]);
    expect(node.engine.status().bestHeight).toBe(0);
  });

  it('takes a body that comes late, from those it was asked of', () => {
    const node = new Harness().settle().knows(...chain);
    node.step({ kind: 'connected', seat: 2 });
    node.headers(chain);
    for (let i = 0; i < 5; i += 1) node.waits();
    node.step({ kind: 'connected', seat: 3 });
    node.block(chain[0]!, 3);
    expect([node.head, node.engine.status().bestHeight]).toEqual([0, 0]);
    node.block(chain[0]!, 2);
    expect(node.head).toBe(1);
    expect(node.engine.status().bestHeight).toBe(5);
  });

  it('calls nothing final beside a branch of more work whose bodies nobody gives, and says which block it lacks', () => {
    const [better, worse] = [chainOf(8), chainOf(6, first, 'b')];
    const node = new Harness().settle().knows(...better, ...worse);
    node.step({ kind: 'connected', seat: 2 });
    node.step({ kind: 'kept-from', seat: 1, height: 5 });
    node.headers(better);
    node.headers(worse, 2);
    expect(node.engine.lacking).toBeUndefined();
    for (let i = 0; i < 6; i += 1) node.waits();
    for (const one of worse) node.block(one, 2);
    expect([node.head, node.finals.length, node.engine.lacking]).toEqual([6, 1, 1]);
    node.step({ kind: 'kept-from', seat: 2, height: 5 });
    node.step({ kind: 'connected', seat: 3 });
    node.step({ kind: 'kept-from', seat: 3, height: 0 });
    node.headers(better, 3);
    for (const one of better) node.block(one, 3);
    expect([node.head, node.finals.length, node.engine.lacking]).toEqual([8, 6, undefined]);
  });

  it('looks along no branch for what it lacks, however often it is asked, before a body was asked for in vain', () => {
    const node = new Harness().settle().knows(...chain);
    node.headers(chain);
    const looks = jest.spyOn(EntryTree.prototype, 'heaviest', 'get');
    try {
      expect([node.engine.lacking, looks.mock.calls.length]).toEqual([undefined, 0]);
      node.step({ kind: 'disconnected', seat: 1 });
      expect(node.engine.lacking).toBe(1);
      node.step({ kind: 'connected', seat: 1 });
      node.headers(chain);
      for (const one of chain) node.block(one);
      looks.mockClear();
      expect([node.engine.lacking, looks.mock.calls.length]).toEqual([undefined, 0]);
    } finally {
      looks.mockRestore();
    }
  });

  it('waits for a peer that sends one body after the other, but not for ever for the one that it keeps back', () => {
    const node = new Harness().settle().knows(...chain);
    node.step({ kind: 'connected', seat: 2 });
    node.headers(chain);
    const asked = [4, 3, 2, 1].map((i) => {
      node.nowMs += POW_LIMITS.fetchMs - 2;
      node.block(chain[i]!);
      return wanted(node.waits(1));
    });
    expect(asked).toEqual([0, 0, 0, 0]);
    expect(wanted(node.waits())).toBe(1);
    node.block(chain[0]!, 2);
    expect(node.head).toBe(5);
  });
});

describe('while a whole state is fetched', () => {
  const chain = chainOf(6);

  it('asks for no bodies, mines nothing and calls nothing final, but links headers; then it goes on', () => {
    const node = new Harness().settle();
    node.step({ kind: 'mining', on: true });
    node.offer(chain.slice(0, 3));
    node.knows(...chain);
    expect(node.step({ kind: 'hold', on: true }).map(({ kind }) => kind)).toContain('stop-mining');
    node.step({ kind: 'built', view: 1, block: undefined });
    const held = node.headers(chain);
    expect([wanted(held), node.engine.status().bestHeight]).toEqual([0, 6]);
    for (const one of chain.slice(3)) node.block(one);
    expect([node.head, node.finals.length]).toEqual([3, 1]);
    expect(wanted(node.step({ kind: 'hold', on: false }))).toBe(3);
    for (const one of chain.slice(3)) node.block(one);
    expect([node.head, node.finals.length]).toEqual([6, 4]);
    expect(node.effects.filter(({ kind }) => kind === 'build').length).toBeGreaterThan(1);
  });

  it('does not ask a peer for bodies that it says it has no more', () => {
    const node = new Harness().settle().knows(...chain);
    node.step({ kind: 'connected', seat: 2 });
    node.step({ kind: 'kept-from', seat: 1, height: 4 });
    const asked = (effects: readonly EngineEffect[], peer: number) => wanted(effects.filter((effect) => effect.kind === 'send' && effect.to === peer));
    const effects = node.headers(chain);
    expect([asked(effects, 1), asked(effects, 2)]).toEqual([3, 3]);
    // It forgets while it is asked.
    expect(asked(node.step({ kind: 'kept-from', seat: 1, height: 7 }), 2)).toBe(3);
  });
});

describe('branches', () => {
  const trunk = chainOf(1);
  const short = chainOf(2, trunk[0], 'a');
  const long = chainOf(3, trunk[0], 'b');

  it('follows most work; of equals the first', () => {
    const node = new Harness().settle();
    node.offer([...trunk, ...short]);
    const before = node.effects.length;
    node.offer(long.slice(0, 2));
    expect(node.effects.slice(before).some(({ kind }) => kind === 'head')).toBe(false);
    node.offer(long.slice(2));
    expect(node.head).toBe(4);
    expect(node.effects.filter((effect) => effect.kind === 'head').at(-1)).toEqual({ kind: 'head', blockId: long[2]!.id });
  });

  it('does not go over to a branch one of whose blocks is invalid, and remembers it', () => {
    const node = new Harness().settle();
    node.invalid.add(toHex(long[1]!.id));
    node.offer([...trunk, ...short, ...long]);
    expect(node.head).toBe(3);
    expect(node.kinds().has('drop')).toBe(true);
    // The invalid one and what stands on it are not fetched again.
    expect(wanted(node.headers(long))).toBe(0);
  });

  it('does not hold a mutated body against the block', () => {
    const node = new Harness().settle().knows(...trunk);
    node.headers(trunk);
    node.step({ kind: 'message', from: 1, bytes: encodeBlockMessage(Uint8Array.of(...trunk[0]!.block.bytes, 0)) });
    expect(node.kinds().has('drop')).toBe(true);
    node.step({ kind: 'disconnected', seat: 1 });
    node.step({ kind: 'connected', seat: 2 });
    node.headers(trunk, 2);
    node.block(trunk[0]!, 2);
    expect(node.head).toBe(1);
  });

  it('never follows a branch that leaves the final chain, and says so when it has more work', () => {
    const node = new Harness().settle();
    node.offer(chainOf(5));
    expect(node.finals).toHaveLength(3);
    const rival = chainOf(9, first, 'b');
    node.headers(rival.slice(0, 4));
    expect(node.kinds().has('split')).toBe(false);
    node.headers(rival);
    expect([node.kinds().has('split'), node.kinds().has('drop'), node.head]).toEqual([true, false, 5]);
  });

  describe('that leave the final chain and are long', () => {
    const workOf = (mined: readonly Mined[]) => mined.reduce((sum, { header }) => sum + workOfBits(header.work!.bits), 0n);
    const rival = Array.from({ length: POW_LIMITS.headersMax + 90 }, ((on) => () => (on = mine(on, 'b', 2_000)))(first));
    const fullMessage = rival.slice(0, POW_LIMITS.headersMax);
    /** More work than the first message of the rival tells, less than all of it has. */
    const own: Mined[] = [];
    while (workOf(own) <= workOf(fullMessage)) own.push(mine(own.at(-1) ?? first, 'a', 10));
    const locatorsOf = (effects: readonly EngineEffect[]) =>
      effects.flatMap((effect) => (effect.kind === 'send' ? [decodeMessage(effect.bytes, 1 << 20)] : [])).flatMap((message) => (message.kind === 'want-headers' ? [message.locator] : []));
    const hasSplit = (effects: readonly EngineEffect[]) => effects.some(({ kind }) => kind === 'split');
    let node: Harness;
    beforeEach(() => {
      node = new Harness().settle();
      node.nowMs = rival.at(-1)!.header.timeMs;
      node.offer(own);
      expect(workOf(own) < workOf(rival)).toBe(true);
    });

    it('weighs all of it: asks on after what the peer told, and compares sums', () => {
      const told = node.headers(fullMessage);
      expect([hasSplit(told), locatorsOf(told).map(([id]) => id)]).toEqual([false, [Uint8Array.from(fullMessage.at(-1)!.id)]]);
      const end = node.headers(rival.slice(POW_LIMITS.headersMax));
      expect([hasSplit(end), locatorsOf(end)]).toEqual([true, []]);
      expect(end).toContainEqual({ kind: 'split', height: 0, blockId: rival.at(-1)!.id });
    });

    it('goes on with each new block of it, and begins again when the peer does', () => {
      node.headers(fullMessage);
      for (const one of rival.slice(POW_LIMITS.headersMax, POW_LIMITS.headersMax + 5)) expect(node.headers([one])).toEqual([]);
      expect(hasSplit(node.headers(fullMessage))).toBe(false);
      expect(hasSplit(node.headers(rival.slice(POW_LIMITS.headersMax)))).toBe(true);
    });

    it('counts for each peer what that one told: no two make a branch together', () => {
      node.step({ kind: 'connected', seat: 2 });
      node.headers(fullMessage);
      const other = node.headers(rival.slice(POW_LIMITS.headersMax), 2);
      expect([hasSplit(other), locatorsOf(other)[0]!.length > 0]).toEqual([false, true]);
    });

    it('counts no header from the future', () => {
      node.headers(fullMessage);
      node.nowMs = fullMessage.at(-1)!.header.timeMs;
      expect(hasSplit(node.headers(rival.slice(POW_LIMITS.headersMax)))).toBe(false);
    });
  });

  it('lets itself be told of a branch that leaves its chain however far below: it names genesis, and asks on after what it has', () => {
    const node = new Harness().settle();
    node.offer(chainOf(12));
    const asked = () => node.step({ kind: 'timer', name: 'ask' }).flatMap((effect) => (effect.kind === 'send' ? [decodeMessage(effect.bytes, 1 << 20)] : [])).find(({ kind }) => kind === 'want-headers');
    expect(asked()).toMatchObject({ locator: expect.arrayContaining([Uint8Array.from(first.id)]) });
    const old = node.finals.slice(1, 2).map(({ headerBytes }) => headerBytes);
    const full = node.step({ kind: 'message', from: 1, bytes: encodeHeaders(Array.from({ length: POW_LIMITS.headersMax }, () => old[0]!)) });
    expect(full.flatMap((effect) => (effect.kind === 'send' ? [decodeMessage(effect.bytes, 1 << 20)] : []))).toMatchObject([{ kind: 'want-headers', locator: [Uint8Array.from(node.finals[1]!.id)] }]);
  });

  it('calls nothing final before it has listened', () => {
    const node = new Harness();
    node.step({ kind: 'started' });
    node.step({ kind: 'connected', seat: 1 });
    node.offer(chainOf(5));
    expect([node.head, node.finals.length]).toEqual([5, 1]);
    node.step({ kind: 'timer', name: 'settle' });
    expect(node.finals).toHaveLength(3);
  });

  it('stands after a restart in the middle of a reorganisation where it stood', () => {
    const node = new Harness().settle().knows(...trunk, ...short, ...long);
    node.offer([...trunk, ...short]);
    node.headers(long);
    for (const one of long.slice(0, 2)) node.block(one);
    const restarted = new Harness(node.log, [...trunk, ...short, ...long]).settle();
    expect(restarted.head).toBe(3);
    expect(wanted(restarted.headers(long))).toBe(1);
    restarted.block(long[2]!);
    expect(restarted.head).toBe(4);
  });
});

describe('mining', () => {
  it('mines on each new head, and what is found is persisted, checked and offered', () => {
    const node = new Harness().settle();
    const [build] = node.step({ kind: 'mining', on: true }).filter(({ kind }) => kind === 'build') as [EngineEffect & { kind: 'build' }];
    expect(build).toMatchObject({ view: 1, parentId: first.id });
    const mined = mine(first);
    const template = sealBlock({ ...mined.header, work: { ...mined.header.work!, nonce: 0 } }, []);
    const [job] = node.step({ kind: 'built', view: 1, block: refOf(template) }).filter(({ kind }) => kind === 'mine') as [EngineEffect & { kind: 'mine' }];
    expect(equalBytes(job.preimage.subarray(0, 72), workPreimage(mined.block.headerBytes, first.id).subarray(0, 72))).toBe(true);
    const effects = node.knows(mined).step({ kind: 'mined', job: job.job, nonce: mined.header.work!.nonce });
    expect(effects.map(({ kind }) => kind).filter((kind) => kind === 'persist' || kind === 'check')).toEqual(['persist', 'check']);
    expect(node.head).toBe(1);
    expect(sent(node.effects, 'headers')).toBe(true);
    expect(node.step({ kind: 'mining', on: false }).some(({ kind }) => kind === 'stop-mining')).toBe(true);
    expect(node.step({ kind: 'mined', job: job.job, nonce: 0 })).toEqual([]);
  });
});

describe('peers', () => {
  it('are served headers from where they part, final ones too, and blocks', () => {
    const chain = chainOf(5);
    const node = new Harness().settle();
    node.offer(chain);
    const answer = (bytes: Bytes) => node.step({ kind: 'message', from: 1, bytes }).flatMap((effect) => (effect.kind === 'send' ? [decodeMessage(effect.bytes, 1 << 20)] : []));
    expect(answer(encodeWantHeaders([first.id]))).toMatchObject([{ kind: 'headers', headers: chain.map(({ block }) => Uint8Array.from(block.headerBytes)) }]);
    expect(answer(encodeWantHeaders([new Uint8Array(32), chain[3]!.id]))).toMatchObject([{ headers: [chain[4]!.block.headerBytes] }]);
    expect(answer(encodeWantHeaders([new Uint8Array(32)]))).toMatchObject([{ headers: [] }]);
    for (const at of [0, 4]) expect(answer(encodeWantBlock(chain[at]!.id))).toMatchObject([{ kind: 'block' }]);
    expect(answer(encodeWantBlock(new Uint8Array(32)))).toEqual([]);
  });

  it('are answered so often in a second and no more, and dropped for what cannot be read', () => {
    const node = new Harness().settle();
    const ask = () => node.step({ kind: 'message', from: 1, bytes: encodeWantHeaders([first.id]) }).length;
    const answers = Array.from({ length: POW_LIMITS.answersMax + 50 }, ask).filter((count) => count > 0).length;
    expect(answers).toBeLessThanOrEqual(POW_LIMITS.answersMax);
    node.nowMs += 1_000;
    expect(ask()).toBe(1);
    for (const bytes of [new Uint8Array(0), Uint8Array.of(9), Uint8Array.of(1, 255, 255), Uint8Array.of(4, 255, 255, 255, 255)]) {
      expect(node.step({ kind: 'message', from: 1, bytes }).map(({ kind }) => kind)).toEqual(['drop']);
    }
  });
});
