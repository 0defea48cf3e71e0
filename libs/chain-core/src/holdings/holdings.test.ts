import { appendFileSync, mkdtempSync, readFileSync, readdirSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ClassicLevel } from 'classic-level';
import { canonicalJson, canonicalText } from '../codec/json';
import { toHex } from '../primitives/bytes';
import type { Json } from '../primitives/json';
import { Refusal, refuse } from '../primitives/refusal';
import type { SealedBlock } from '../protocol/block';
import { assetId } from '../protocol/ids';
import type { OutPoint, SealedTransaction } from '../protocol/transaction';
import { assetOf, callOf, definitionOf, lockOf, lockOfSome, outputOf, spend, type LedgerChain } from '../testing/ledger-chain';
import { KernelChain } from '../testing/kernel-chain';
import { keyOf } from '../testing/keys';
import { market } from '../testing/market-module';
import { pool } from '../testing/pool-module';
import { moduleLock } from '../protocol/module-lock';
import type { AnyModule } from '../module/active-module';
import { HOLDINGS, HoldingsIndex, type FinalBlocks } from './index';
import { HoldingsStore } from './holdings-store';
import { TABLES } from './keys';

const dirs: string[] = [];
const newDir = (): string => {
  const dir = mkdtempSync(join(tmpdir(), 'holdings-'));
  dirs.push(dir);
  return dir;
};
afterAll(() => dirs.forEach((dir) => rmSync(dir, { recursive: true, force: true })));

/** A ledger whose blocks are kept, as a node keeps final ones. */
class KeptChain extends KernelChain implements FinalBlocks {
  readonly #blocks: { block: SealedBlock; leaves: readonly Uint8Array[] }[] = [];
  prunedBelow = 0;

  /** @param spare modules that the software has beside those in force */
  constructor(modules: readonly AnyModule[] = [], spare: readonly AnyModule[] = []) {
    super([...modules, ...spare], { modules: modules.map(({ name, version }) => ({ name, version, params: {} })) });
    const { block, blockResult } = this.beginning;
    this.#blocks.push({ block, leaves: [blockResult] });
  }

  get finalHeight(): number {
    return this.#blocks.length - 1;
  }

  block(height: number): SealedBlock | undefined {
    if (height < this.prunedBelow) refuse('BLOCK_PRUNED', { height, keptFrom: this.prunedBelow });
    return this.#blocks[height]?.block;
  }

  resultLeaves(height: number): readonly Uint8Array[] {
    return this.#blocks[height]!.leaves;
  }

  override advance(transactions: readonly SealedTransaction[], afterMs?: number): readonly string[] {
    const { block, execution } = this.build(transactions, afterMs);
    this.#blocks.push({ block, leaves: [...execution.resultBytes, execution.blockResultBytes] });
    return super.advance(transactions, afterMs);
  }
}

const COIN = assetOf('mint');
const key = (name: string) => keyOf(name).publicKey;
/** What operators were told. */
const said: string[] = [];
beforeEach(() => void said.splice(0));
const open = (chain: KeptChain, dir = newDir(), blocks: FinalBlocks = chain) => new HoldingsIndex({ dir, chainId: chain.executor.chainId, isInForce: (space) => chain.executor.modulesAfter(chain.head).inSpace(space) !== undefined }, blocks, (words, { part }) => void said.push(`${words} (${String(part)})`));
const codeOf = async (asked: Promise<unknown>) => asked.then(() => 'answered', (error: unknown) => (error instanceof Refusal ? error.code : `threw ${(error as Error).message}`));

/** As a disk damages it: every other value, or every one that begins so, has a byte less. */
async function shorten(dir: string, table: string): Promise<void> {
  const db = new ClassicLevel<Uint8Array, Uint8Array>(dir, { keyEncoding: 'view', valueEncoding: 'view' });
  for await (const [at, value] of db.iterator()) if (String.fromCharCode(at[0]!) === table) await db.put(at, value.subarray(0, value.length - 1));
  await db.close();
}
const shown = async (index: HoldingsIndex, name: string) => (await index.balances(key(name), 10)).items.map(({ assetId, alone, shared, outputs }) => [toHex(assetId) === toHex(COIN) ? 'coin' : 'other', alone, shared, outputs]);
const pay = (chain: LedgerChain, from: OutPoint, signer: string, ...outputs: [string[] | 'retire', bigint][]) =>
  chain.sign({ inputs: [spend(from)], outputs: outputs.map(([to, amount]) => outputOf(COIN, amount, to === 'retire' ? ({ kind: 'retire' } as never) : lockOf(...to))) }, signer);

describe('who holds what', () => {
  it('follows what modules spend and make, in calls and at the end of blocks; what lies with a module is on nobody’s account while it is there', async () => {
    const chain = new KeptChain([pool as unknown as AnyModule]);
    const safe = (amount: bigint) => outputOf(COIN, amount, moduleLock('pool', { lock: 'safe', owner: key('ann'), data: {} }));
    const inputs = [{ kind: 'issue' as const, definition: definitionOf('mint'), amount: 10n }];
    const kept = chain.sign({ inputs, outputs: [safe(3n), safe(7n)] }, 'mint');
    const index = open(chain);
    expect(chain.advance([kept])).toEqual(['accepted']);
    expect([await shown(index, 'ann'), (await index.asset(COIN))!.issued]).toEqual([[], 10n]);
    const fetch = (command: string, at: number) => callOf('ann', 'pool', command, canonicalText({ txId: toHex(kept.txId), index: at }));
    const fetched = chain.sign({ calls: [fetch('fetch', 0), fetch('fetch-later', 1)] }, 'ann');
    expect(chain.advance([fetched])).toEqual(['accepted']);
    expect(await shown(index, 'ann')).toEqual([['coin', 10n, 0n, 2]]);
    const { items } = await index.outputs(key('ann'), COIN, 10);
    expect(chain.advance([chain.sign({ inputs: items.map(spend), outputs: [outputOf(COIN, 10n, lockOf('bob'))] }, 'ann')])).toEqual(['accepted']);
    expect([await shown(index, 'ann'), await shown(index, 'bob'), (await index.asset(COIN))!.issued]).toEqual([[], [['coin', 10n, 0n, 1]], 10n]);
    await index.close();
  });

  it('gives what came of an open input to whom the signers said, and to nobody what was refused', async () => {
    const chain = new KeptChain([market as unknown as AnyModule]);
    const index = open(chain);
    const asset = toHex(COIN);
    const fund = chain.sign({ inputs: [{ kind: 'issue', definition: definitionOf('mint'), amount: 10n }], calls: [callOf('mint', 'market', 'fund', canonicalText({ asset, amount: '10' }))] }, 'mint');
    const draw = (to: string, atLeast: bigint) => chain.sign({ inputs: [{ kind: 'open', module: 'market', lock: 'stock', assetId: COIN, atLeast, atMost: 9n, to: lockOf(to) }], calls: [callOf('ann', 'market', 'now', canonicalText({ way: 'draw', asset, amount: '4' }))] }, 'ann');
    const taken = [draw('bob', 4n), draw('bob', 5n), draw('ann', 1n)];
    expect([chain.advance([fund]), chain.advance(taken)]).toEqual([['accepted'], ['accepted', 'refused OPEN_INPUT_OUTSIDE_LIMITS', 'accepted']]);
    expect([await shown(index, 'ann'), await shown(index, 'bob'), (await index.asset(COIN))!.issued]).toEqual([[['coin', 4n, 0n, 1]], [['coin', 4n, 0n, 1]], 10n]);
    const { items } = await index.outputs(key('bob'), COIN, 10);
    expect(items).toMatchObject([{ txId: taken[0]!.txId }]);
    expect(chain.advance([chain.sign({ inputs: items.map(spend), outputs: [outputOf(COIN, 4n, lockOf('ann'))] }, 'bob')])).toEqual(['accepted']);
    expect([await shown(index, 'ann'), await shown(index, 'bob')]).toEqual([[['coin', 8n, 0n, 2]], []]);
    await index.close();
  });

  it('offers what lay with a module, and what a hook put back, as soon as the module is replaced, in one list with the rest', async () => {
    const again = { ...pool, version: '2.0.0' } as unknown as AnyModule;
    const chain = new KeptChain([pool as unknown as AnyModule], [again]);
    const safe = (owner: string, amount: bigint, space = 'pool') => outputOf(COIN, amount, moduleLock(space, { lock: 'safe', owner: key(owner), data: {} }));
    const inputs = [{ kind: 'issue' as const, definition: definitionOf('mint'), amount: 24n }];
    const own = Array.from({ length: 4 }, () => outputOf(COIN, 1n, lockOf('ann')));
    const kept = chain.sign({ inputs, outputs: [safe('ann', 3n), ...own, safe('ann', 7n), safe('bob', 4n), outputOf(COIN, 6n, lockOfSome(2, 'ann', 'bob'))] }, 'mint');
    expect(chain.advance([kept])).toEqual(['accepted']);
    const [dir, later] = [newDir(), newDir()];
    const index = open(chain, dir);
    expect([await shown(index, 'ann'), await shown(index, 'bob')]).toEqual([[['coin', 4n, 6n, 5]], [['coin', 0n, 6n, 1]]]);
    const by = { name: 'pool', version: '2.0.0', parameters: {} };
    expect(chain.give(0, 'propose-change', { changes: [{ kind: 'swap-module', module: 'pool', by }] } as unknown as Json)).toBe('accepted');
    for (const seat of [0, 1, 2]) chain.give(seat, 'confirm-modules', { change: 1 });
    chain.approve(1, 1, 2);
    for (let i = 0; i < 20 && !chain.said.some(({ name }) => name === 'modules-changed'); i += 1) chain.pass(1);
    // An index that is made only now says the same as the one that was there before.
    for (const each of [index, open(chain, later)]) {
      expect([await shown(each, 'ann'), await shown(each, 'bob')]).toEqual([[['coin', 14n, 6n, 7]], [['coin', 4n, 6n, 2]]]);
      const { items } = await each.outputs(key('ann'), COIN, 10);
      expect(items.map(({ index: place }) => place)).toEqual([0, 1, 2, 3, 4, 5, 7]);
      expect([(await each.outputs(key('ann'), COIN, 2)).items, (await each.outputs(key('ann'), COIN, 4, items[3])).items]).toEqual([items.slice(0, 2), items.slice(4)]);
      if (each !== index) await each.close();
    }
    const { items } = await index.outputs(key('ann'), COIN, 10);
    const mine = items.filter(({ output }) => output.lock.kind === 'module');
    // Part of it goes to the pool that is there now, which holds it again.
    expect(chain.advance([chain.sign({ inputs: mine.map(spend), outputs: [outputOf(COIN, 8n, lockOf('bob')), safe('ann', 2n, 'pool~1')] }, 'ann')])).toEqual(['accepted']);
    expect([await shown(index, 'ann'), await shown(index, 'bob'), (await index.outputs(key('ann'), COIN, 10)).items.length]).toEqual([[['coin', 4n, 6n, 5]], [['coin', 12n, 6n, 3]], 5]);
    await index.close();
  });

  it('makes one of an older form anew', async () => {
    const [chain, dir] = [new KeptChain(), newDir()];
    chain.issue('mint', 'ann', 7n);
    let index = open(chain, dir);
    await index.balances(key('ann'), 1);
    await index.close();
    const db = new ClassicLevel<string, Uint8Array>(dir, { valueEncoding: 'view' });
    const meta = (await db.get('mformat'))!;
    new DataView(meta.buffer, meta.byteOffset).setUint32(0, HOLDINGS.formatVersion - 1);
    await db.put('mformat', meta);
    await db.put('bwhat an older form kept', Uint8Array.of(1));
    await db.close();
    index = open(chain, dir);
    expect(await shown(index, 'ann')).toEqual([['coin', 7n, 0n, 1]]);
    await index.close();
    const after = new ClassicLevel<string, Uint8Array>(dir, { valueEncoding: 'view' });
    expect(await after.get('bwhat an older form kept')).toBeUndefined();
    await after.close();
  });

  it('follows issues, transfers, shared locks and retirements, and goes on where it was', async () => {
    const [chain, dir] = [new KeptChain(), newDir()];
    const [coin] = chain.issue('mint', 'ann', 100n);
    let index = open(chain, dir);
    expect(await shown(index, 'ann')).toEqual([['coin', 100n, 0n, 1]]);
    const paid = pay(chain, coin!, 'ann', [['bob'], 60n], [['ann', 'bob'], 30n], ['retire', 10n]);
    expect(chain.advance([paid])).toEqual(['accepted']);
    expect([await shown(index, 'ann'), await shown(index, 'bob')]).toEqual([[['coin', 0n, 30n, 1]], [['coin', 60n, 30n, 2]]]);
    expect(await index.asset(COIN)).toMatchObject({ issued: 100n, retired: 10n, firstHeight: 1, threshold: 1, issuers: [key('mint')] });
    await index.close();
    chain.issue('mint', 'bob', 1n, 2n);
    index = open(chain, dir);
    const { height, items } = await index.outputs(key('bob'), COIN, 10);
    expect([height, items.map(({ output }) => output.value)]).toEqual([3, expect.arrayContaining([1n, 2n, 30n, 60n].map((amount) => ({ kind: 'amount', amount })))]);
    const [first, ...rest] = items;
    expect((await index.outputs(key('bob'), COIN, 10, first)).items).toEqual(rest);
    expect((await index.assets(10)).items).toMatchObject([{ issued: 103n, retired: 10n }]);
    await index.close();
  });

  it('tells a page as long as it was asked for, and survives what a disk does to it', async () => {
    const [chain, dir] = [new KeptChain(), newDir()];
    for (let i = 0; i < 4; i += 1) chain.issue('mint', 'ann', ...Array.from({ length: 200 }, () => 1n));
    let index = open(chain, dir);
    expect((await index.outputs(key('ann'), COIN, 500)).items).toHaveLength(500);
    await index.close();
    index = open(chain, dir); // Moves what was written into table files.
    expect((await index.outputs(key('ann'), COIN, 1_000)).items).toHaveLength(800);
    await index.close();
    for (const name of readdirSync(dir).filter((each) => each.endsWith('.ldb'))) {
      const bytes = readFileSync(join(dir, name));
      // The later half is outputs alone: damage before them would be found when it is opened already.
      for (let at = bytes.length >> 1; at < bytes.length - 4_096; at += 97) bytes[at]! ^= 0x55;
      writeFileSync(join(dir, name), bytes);
    }
    index = open(chain, dir);
    const asked = await Promise.allSettled([1, 2, 3].map(() => index.outputs(key('ann'), COIN, 1_000)));
    expect(asked.map((each) => (each.status === 'rejected' ? (each.reason as Refusal).code : each.value.items.length))).toEqual(Array(3).fill('HOLDINGS_BEHIND'));
    expect((await index.outputs(key('ann'), COIN, 1_000)).items).toHaveLength(800);
    await index.close();
  });

  it('agrees with the outputs themselves after many transfers, and every key’s share adds up', async () => {
    const chain = new KeptChain();
    const names = ['ann', 'bob', 'kim'];
    const held = new Map<string, [OutPoint, bigint][]>(names.map((name) => [name, chain.issue('mint', name, 50n, 50n).map((coin) => [coin, 50n])]));
    for (let step = 0; step < 40; step += 1) {
      const [from, to] = [names[step % 3]!, names[(step * step + 1) % 3]!];
      const taken = held.get(from)!.shift();
      if (taken === undefined) continue;
      const part = 1n + (taken[1] - 1n) / 2n;
      const transaction = pay(chain, taken[0], from, [[to], part], ...(taken[1] > part ? [[[from], taken[1] - part] as [string[], bigint]] : []));
      expect(chain.advance([transaction])).toEqual(['accepted']);
      held.get(to)!.push([{ txId: transaction.txId, index: 0 }, part]);
      if (taken[1] > part) held.get(from)!.push([{ txId: transaction.txId, index: 1 }, taken[1] - part]);
    }
    const index = open(chain);
    for (const name of names) {
      const mine = held.get(name)!;
      const sum = mine.reduce((total, [, amount]) => total + amount, 0n);
      expect(await shown(index, name)).toEqual(mine.length === 0 ? [] : [['coin', sum, 0n, mine.length]]);
      expect(new Set((await index.outputs(key(name), COIN, 500)).items.map(({ txId, index: place }) => `${toHex(txId)}.${place}`))).toEqual(new Set(mine.map(([{ txId, index: place }]) => `${toHex(txId)}.${place}`)));
    }
    await index.close();
  });

  it('counts what needs several signers as shared, and one of several as one’s own', async () => {
    const chain = new KeptChain();
    const [coin] = chain.issue('mint', 'ann', 9n);
    chain.advance([chain.sign({ inputs: [spend(coin!)], outputs: [outputOf(COIN, 4n, lockOfSome(1, 'bob', 'kim')), outputOf(COIN, 5n, lockOfSome(2, 'bob', 'kim'))] }, 'ann')]);
    const index = open(chain);
    expect([await shown(index, 'bob'), await shown(index, 'kim'), await shown(index, 'ann')]).toEqual([[['coin', 4n, 5n, 2]], [['coin', 4n, 5n, 2]], []]);
    await index.close();
  });

  it('says where it cannot begin, and begins anew when its folder is damaged or of another chain', async () => {
    const [chain, dir] = [new KeptChain(), newDir()];
    chain.issue('mint', 'ann', 7n);
    chain.prunedBelow = 1;
    const index = open(chain, dir);
    await expect(index.balances(key('ann'), 10)).rejects.toMatchObject({ code: 'BLOCK_PRUNED' });
    chain.prunedBelow = 0;
    expect(await shown(index, 'ann')).toEqual([['coin', 7n, 0n, 1]]);
    await index.close();
    const blocked = open(chain, join(dir, 'CURRENT', 'nowhere'));
    await expect(blocked.balances(key('ann'), 10)).rejects.toMatchObject({ code: 'HOLDINGS_UNAVAILABLE' });
    await blocked.close();
    for (const name of readdirSync(dir)) if (name.startsWith('MANIFEST')) truncateSync(join(dir, name), 3);
    appendFileSync(join(dir, 'CURRENT'), 'nonsense');
    const again = open(chain, dir);
    expect(await shown(again, 'ann')).toEqual([['coin', 7n, 0n, 1]]);
    await again.close();
  });

  it.each([
    ['balances', TABLES.balance, 'balance', (index: HoldingsIndex) => index.balances(key('ann'), 10)],
    ['assets', TABLES.asset, 'asset', (index: HoldingsIndex) => index.assets(10)],
    ['asset', TABLES.asset, 'asset', (index: HoldingsIndex) => index.asset(COIN)],
    ['outputs', TABLES.output, 'output', (index: HoldingsIndex) => index.outputs(key('ann'), COIN, 10)],
  ])('counts anew what `%s` finds damaged, says so, and does so once until it is opened again', async (_name, table, part, ask) => {
    const [chain, dir] = [new KeptChain(), newDir()];
    chain.issue('mint', 'ann', 7n);
    const damaged = async () => {
      let index = open(chain, dir);
      await index.balances(key('ann'), 10);
      await index.close();
      await shorten(dir, table);
      index = open(chain, dir);
      return index;
    };
    const index = await damaged();
    expect(await codeOf(ask(index))).toBe('HOLDINGS_BEHIND');
    expect(said).toEqual([`who holds what is counted anew: the index of it is damaged (${part})`]);
    expect(await codeOf(ask(index))).toBe('answered');
    expect(await shown(index, 'ann')).toEqual([['coin', 7n, 0n, 1]]);
    await index.close();
  });

  it('gives up where the same part is damaged again and again, and leaves errors that are no damage to whoever made them', async () => {
    const [chain, dir] = [new KeptChain(), newDir()];
    const [coin] = chain.issue('mint', 'ann', 7n);
    chain.advance([pay(chain, coin!, 'ann', [['bob'], 7n])]);
    // As if the block that issued had never been: what the next one spends is not there, however often it is begun anew.
    const hole: FinalBlocks = { finalHeight: chain.finalHeight, block: (height) => ({ ...chain.block(height)!, transactions: height === 1 ? [] : chain.block(height)!.transactions }), resultLeaves: (height) => chain.resultLeaves(height).slice(height === 1 ? -1 : 0) };
    const index = open(chain, dir, hole);
    expect([await codeOf(index.assets(10)), await codeOf(index.assets(10)), await codeOf(index.assets(10))]).toEqual(['HOLDINGS_BEHIND', 'HOLDINGS_UNAVAILABLE', 'HOLDINGS_UNAVAILABLE']);
    expect(said).toEqual(['who holds what is counted anew: the index of it is damaged (an output that is not there)', 'who holds what is counted no more: the index of it is damaged again (an output that is not there)']);
    await index.close();
    said.splice(0);
    const bug: FinalBlocks = { finalHeight: 1, block: (height) => chain.block(height), resultLeaves: () => [] };
    const another = open(chain, newDir(), bug);
    expect(await codeOf(another.assets(10))).toMatch(/^threw /);
    expect(said).toEqual([]);
    await another.close();
  });

  it('goes through a block full of keys with pauses, and loses nothing when it is closed in the middle of it', async () => {
    const chain = new KeptChain();
    const coins = chain.issue('mint', 'ann', ...Array.from({ length: 30 }, () => 1n));
    const names = Array.from({ length: 60 }, (_, i) => `holder ${i}`);
    const crowd = coins.map((coin) => chain.sign({ inputs: [spend(coin)], outputs: [outputOf(COIN, 1n, lockOfSome(1, ...names))] }, 'ann'));
    expect(new Set(chain.advance(crowd))).toEqual(new Set(['accepted']));
    let [readsMax, readsOfTurn, reads] = [0, 0, 0];
    const { get } = HoldingsStore.prototype;
    const counted = jest.spyOn(HoldingsStore.prototype, 'get').mockImplementation(function (this: HoldingsStore, at: string) {
      if (readsOfTurn === 0) setImmediate(() => void ((readsMax = Math.max(readsMax, readsOfTurn)), (readsOfTurn = 0)));
      readsOfTurn += 1;
      reads += 1;
      return get.call(this, at);
    });
    try {
      const dir = newDir();
      const index = open(chain, dir);
      const asked = codeOf(index.assets(10));
      for (let tries = 0; reads < HOLDINGS.stepsAtOnce && tries < 10_000; tries += 1) await new Promise((settle) => setImmediate(settle));
      await index.close();
      await asked;
      const again = open(chain, dir);
      expect(await shown(again, 'holder 59')).toEqual([['coin', 30n, 0n, 30]]);
      await again.close();
    } finally {
      counted.mockRestore();
    }
    expect(readsMax).toBeGreaterThan(0);
    expect(readsMax).toBeLessThan(2 * HOLDINGS.stepsAtOnce);
  });

  it('tells more assets with large documents than one page has', async () => {
    const chain = new KeptChain();
    const large = 'x'.repeat(3_000);
    const issues = Array.from({ length: 60 }, (_, i) => {
      const definition = { issuer: lockOf('mint'), document: canonicalJson({ name: `asset ${i}`, terms: large }) };
      return chain.sign({ inputs: [{ kind: 'issue', definition, amount: 1n }], outputs: [outputOf(assetId(definition), 1n, lockOf('ann'))] }, 'mint');
    });
    for (let i = 0; i < issues.length; i += 20) expect(new Set(chain.advance(issues.slice(i, i + 20)))).toEqual(new Set(['accepted']));
    const index = open(chain);
    const first = await index.assets(50);
    const second = await index.assets(50, first.items.at(-1)!.assetId);
    expect([first.items.length, second.items.length]).toEqual([50, 10]);
    expect(new Set([...first.items, ...second.items].map(({ assetId: id }) => toHex(id))).size).toBe(60);
    expect([...first.items, ...second.items].every(({ document }) => document.length > 3_000)).toBe(true);
    await index.close();
  });
});
