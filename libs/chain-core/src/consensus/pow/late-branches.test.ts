import { makeGenesis } from '../../execution';
import { ModuleRegistry } from '../../module/registry';
import type { Bytes } from '../../primitives/bytes';
import type { SealedBlock } from '../../protocol/block';
import { sealBlock } from '../../protocol/codec';
import type { PowParameters } from '../../protocol/genesis';
import { Random } from '../../testing/sim/random';
import { testChain } from '../../testing/test-genesis';
import type { EngineEffect, EngineEvent } from '../engine';
import { branchOf, type Entry, keyOf } from './entry';
import { decodeMessage, encodeBlockMessage, encodeHeaders, type Message } from './message-codec';
import { PowEngine } from './pow-engine';
import { POW_RULES, type PowRules } from './rules';
import type { PowState } from './state';

const { genesis } = testChain({ pow: { finalDepth: 4 } });
const parameters = genesis.consensus as PowParameters;
const origin = makeGenesis(genesis, new ModuleRegistry([]).check([])).block;
/** Blocks weigh what their bits say, and need no hashes. */
const RULES: PowRules = { ...POW_RULES, weigh: BigInt, nextBits: (_, { bits }) => bits, faultOf: () => undefined, isEarly: () => false, isBuried: (block, top) => top.height - block.height >= parameters.finalDepth };
const BLOCKS = 30;
const HONEST = 0;
const LIARS = [1, 2];
const STEP_MS = 500;
const FOLLOWED_MS_MAX = 300_000;
const SEEDS = 20;
type Event = EngineEvent extends infer E ? (E extends unknown ? Omit<E, 'nowMs'> : never) : never;

/** Branches of all kinds, and one peer that has an honest one of them, beside two that say and give whatever comes to their minds. */
class World {
  private readonly finals: SealedBlock[] = [origin];
  readonly connected = new Set<number>();
  private readonly blocks: SealedBlock[] = [origin];
  private readonly byKey = new Map<string, SealedBlock>([[keyOf(origin.id), origin]]);
  private readonly invalid = new Set<string>();
  /** From genesis to the honest peer's head. */
  private readonly branch: readonly SealedBlock[];
  private nowMs = origin.header.timeMs;
  private readonly due = new Map<string, number>();
  private readonly queue: Event[] = [];
  private readonly engine: PowEngine;

  constructor(private readonly draw: Random, private readonly isSettled: boolean) {
    for (let i = 1; i <= BLOCKS; i += 1) this.grow(i);
    const valid = this.blocks.filter((block) => this.pathTo(block).every(({ id }) => !this.invalid.has(keyOf(id))));
    this.branch = this.pathTo(draw.pick(valid));
    this.engine = new PowEngine({ chainId: origin.header.chainId, parameters, blockBytesMax: 1 << 20 }, {
      readBlock: (bytes) => this.read(bytes),
      finals: { heightOf: (id) => this.finals.find((block) => keyOf(block.id) === keyOf(id))?.header.height, header: (height) => this.finals[height]?.headerBytes, block: (height) => this.finals[height]?.bytes },
      rules: RULES,
    }, { log: [], final: this.read(origin.bytes)! });
    this.happens({ kind: 'started' });
  }

  private get state(): PowState {
    return this.engine['state'];
  }

  happens(event: Event): void {
    this.queue.push(event);
    for (let next = this.queue.shift(); next !== undefined; next = this.queue.shift()) {
      if (next.kind === 'connected') this.connected.add(next.seat);
      if (next.kind === 'disconnected') this.connected.delete(next.seat);
      for (const effect of this.engine.step({ ...next, nowMs: this.nowMs } as EngineEvent)) this.perform(effect);
      expect(this.fault()).toBeUndefined();
    }
  }

  passes(ms: number): void {
    this.nowMs += ms;
    for (const [name, dueMs] of [...this.due]) {
      if (dueMs > this.nowMs) continue;
      this.due.delete(name);
      this.happens({ kind: 'timer', name });
    }
  }

  /** Headers, parents first. */
  private offer(from: number, blocks: readonly SealedBlock[]): void {
    if (this.connected.has(from)) this.happens({ kind: 'message', from, bytes: encodeHeaders(blocks.slice(1).map(({ headerBytes }) => headerBytes)) });
  }

  lies(seat: number): void {
    const { draw } = this;
    const block = draw.pick(this.blocks);
    switch (draw.below(8)) {
      case 0: return this.happens({ kind: this.connected.has(seat) ? 'disconnected' : 'connected', seat });
      case 1: return this.connected.has(seat) ? this.happens({ kind: 'kept-from', seat, height: draw.chance(500) ? 0 : 1 + draw.below(BLOCKS) }) : undefined;
      case 2: case 3: return this.offer(seat, this.blocks);
      case 4: case 5: return this.offer(seat, this.pathTo(block));
      default: return this.branch.includes(block) ? undefined : this.give(seat, block);
    }
  }

  /** Whether the honest peer's head is followed, or left the final chain before it was heard of. */
  get follows(): boolean {
    const work = this.branch.slice(1).reduce((sum, { header }) => sum + BigInt(header.work!.bits), 0n);
    return this.branch[this.finals.length - 1] !== this.finals.at(-1) || this.state.head.totalWork >= work;
  }

  private give(from: number, { bytes }: SealedBlock): void {
    if (this.connected.has(from)) this.happens({ kind: 'message', from, bytes: encodeBlockMessage(bytes) });
  }

  private pathTo(block: SealedBlock): SealedBlock[] {
    const path = [block];
    while (path[0] !== origin) path.unshift(this.byKey.get(keyOf(path[0]!.header.parentId))!);
    return path;
  }

  private grow(i: number): void {
    const { draw, blocks } = this;
    const parent = draw.chance(600) ? blocks.at(-1)! : draw.pick(blocks);
    const block = sealBlock({ ...origin.header, height: parent.header.height + 1, parentId: parent.id, timeMs: origin.header.timeMs + i, work: { ...origin.header.work!, bits: 1 + draw.below(4), nonce: i } }, []);
    blocks.push(block);
    this.byKey.set(keyOf(block.id), block);
    if (draw.chance(100)) this.invalid.add(keyOf(block.id));
  }

  private read(bytes: Bytes) {
    const block = this.blocks.find((one) => Buffer.compare(one.bytes, bytes) === 0);
    return block && { id: block.id, parentId: block.header.parentId, height: block.header.height, view: 0, proposer: 0, timeMs: block.header.timeMs, bytes: block.bytes };
  }

  private perform(effect: EngineEffect): void {
    if (effect.kind === 'set-timer' && (effect.name !== 'settle' || this.isSettled)) this.due.set(effect.name, this.nowMs + effect.afterMs);
    if (effect.kind === 'cancel-timer') this.due.delete(effect.name);
    if (effect.kind === 'check') this.queue.push({ kind: 'checked', blockId: effect.block.id, valid: !this.invalid.has(keyOf(effect.block.id)) });
    if (effect.kind === 'drop') this.queue.push({ kind: 'disconnected', seat: effect.seat });
    if (effect.kind === 'final') this.finals.push(...this.pathTo(this.byKey.get(keyOf(effect.blockId))!).slice(this.finals.length));
    if (effect.kind === 'send' && effect.to !== 'all') this.answer(effect.to, decodeMessage(effect.bytes, 1 << 20));
  }

  private answer(from: number, message: Message): void {
    if (from !== HONEST || this.draw.chance(200)) return; // Some of what is said is lost.
    if (message.kind === 'want-block') for (const { id, bytes } of this.branch) if (keyOf(id) === keyOf(message.blockId)) this.queue.push({ kind: 'message', from, bytes: encodeBlockMessage(bytes) });
    if (message.kind !== 'want-headers') return;
    const shared = message.locator.map((id) => this.branch.findIndex((block) => keyOf(block.id) === keyOf(id))).find((height) => height >= 0);
    if (shared !== undefined) this.queue.push({ kind: 'message', from, bytes: encodeHeaders(this.branch.slice(shared + 1).map(({ headerBytes }) => headerBytes)) });
  }

  /** What must hold after each event, by a look at all entries. @returns what does not */
  private fault(): string | undefined {
    const { tree, head } = this.state;
    const all = entriesOf(tree.final);
    for (const entry of all) {
      const standings = branchUpTo(entry).map(({ standing }) => standing);
      if (entry.isLate && !standings.includes('header') && !standings.includes('invalid')) return 'a branch is late whose bodies are all here';
      if (entry.parent?.isLate === true && !entry.isLate) return 'what stands on a late block counts';
      if (standings.includes('invalid') && entry.standing !== 'invalid') return 'what stands on an invalid block may be valid';
    }
    const heaviest = (counts: (entry: Entry) => boolean) => all.reduce((sum, entry) => (counts(entry) && entry.totalWork > sum ? entry.totalWork : sum), 0n);
    const mayCount = ({ isLate, standing }: Entry) => !isLate && standing !== 'invalid';
    if (!all.includes(tree.best) || !mayCount(tree.best) || tree.best.totalWork !== heaviest(mayCount)) return 'the best branch is not the heaviest of those that count';
    if (branchUpTo(tree.best).some((entry) => tree.bestAt(entry.height) !== entry) || tree.bestAt(tree.best.height + 1) !== undefined) return 'the path does not lead to the best entry';
    if (tree.heaviest.totalWork !== heaviest(({ standing }) => standing !== 'invalid')) return 'the heaviest branch is another one';
    if (head.totalWork !== heaviest(({ standing }) => standing === 'valid')) return 'the head is not the heaviest valid block';
    return all.length === tree.size ? undefined : 'the tree holds what does not stand on the final block';
  }
}

function branchUpTo(entry: Entry): Entry[] {
  return [...branchOf(entry)];
}

function entriesOf(entry: Entry): Entry[] {
  return [entry, ...entry.children.flatMap(entriesOf)];
}

/** Peers say, give and hold back whatever comes to their minds, and the honest one comes and goes. */
function anything(world: World, draw: Random): void {
  for (let i = 0; i < 60; i += 1) {
    if (draw.chance(200)) world.happens({ kind: 'hold', on: draw.chance(300) });
    if (draw.chance(50)) world.happens({ kind: world.connected.has(HONEST) ? 'disconnected' : 'connected', seat: HONEST });
    world.lies(draw.pick(LIARS));
    if (draw.chance(300)) world.passes(STEP_MS * draw.between(1, 8));
  }
}

/** The honest peer stays, the others go on. @returns how long it took until it was followed */
function untilFollowed(world: World, draw: Random): number {
  world.happens({ kind: 'hold', on: false });
  if (!world.connected.has(HONEST)) world.happens({ kind: 'connected', seat: HONEST });
  for (let ms = 0; ms < FOLLOWED_MS_MAX; ms += STEP_MS) {
    if (world.follows) return ms;
    for (const seat of LIARS) if (draw.chance(300)) world.lies(seat);
    world.passes(STEP_MS);
  }
  return Infinity;
}

test.each([[false], [true]])('whatever peers hold back, in whatever order, the heaviest branch that is not late counts, and an honest peer is followed in the end (with final blocks: %s)', (isSettled) => {
  const times = Array.from({ length: SEEDS }, (_, seed) => {
    const draw = new Random(seed);
    const world = new World(draw, isSettled);
    anything(world, draw);
    return untilFollowed(world, draw);
  });
  expect(times.flatMap((ms, seed) => (ms === Infinity ? [seed] : []))).toEqual([]);
});
