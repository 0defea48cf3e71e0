import type { Execution } from '../../../execution';
import { decodeHeld } from '../../../ledger/held-outputs';
import { HELD, OUTPUTS } from '../../../ledger/kernel-stores';
import { toHex } from '../../../primitives/bytes';
import type { SealedBlock } from '../../../protocol/block';
import { decodeOutput } from '../../../protocol/codec';
import { assetId, blockEffectsId } from '../../../protocol/ids';
import { LIMITS } from '../../../protocol/limits';
import { readModuleLock } from '../../../protocol/module-lock';
import type { OutputEffect } from '../../../protocol/result';
import type { Hash } from '../../../primitives/bytes';
import type { OutPoint, Output, SealedTransaction } from '../../../protocol/transaction';
import { prefixEnd } from '../../../state/store-key';
import { assetOf } from '../../ledger-chain';
import type { Violation } from '../sim-engine';
import { outputWords } from '../ledger/ledger-world';
import { EffectsChain } from './effects-chain';
import { MarketWitness } from './market-witness';

export const ISSUERS = ['bank', 'mill'];
const ALL = 1_000_000;

export interface Unspent {
  readonly at: OutPoint;
  readonly output: Output;
}

/** A chain whose modules spend and make outputs, and beside it what its receipts say, followed output by output. */
export class EffectsWorld {
  readonly chain = new EffectsChain();
  readonly market: MarketWitness;
  /** By "transaction id:index": what should be there. */
  private readonly followed = new Map<string, Output>();
  private readonly supply = new Map<string, bigint>(ISSUERS.map((issuer) => [toHex(assetOf(issuer)), 0n]));

  /** @param isReplaced the market is not the first of its name */
  constructor(isReplaced: boolean) {
    if (isReplaced) this.chain.replaceMarket();
    this.market = new MarketWitness(isReplaced ? 'market~1' : 'market');
  }

  /** Records what may be recorded of these. @returns what is wrong then */
  advance(transactions: readonly SealedTransaction[]): readonly Violation[] {
    const parent = this.chain.head;
    const { block } = this.chain.build(transactions);
    const execution = this.chain.executor.execute(parent, block);
    this.chain.head = { id: block.id, header: block.header, state: execution.state };
    return [...this.#follow(block, execution, blockEffectsId(this.chain.executor.chainId, block.header.height, parent.id)), ...this.#judge()].slice(0, 1);
  }

  unspent(): readonly Unspent[] {
    return this.chain.head.state.range({ from: OUTPUTS, to: prefixEnd(OUTPUTS)!, limit: ALL }).map(([key, value]) => {
      const place = Buffer.from(key.slice(OUTPUTS.length), 'latin1');
      return { at: { txId: Uint8Array.from(place.subarray(0, 32)), index: place.readUInt32BE(32) }, output: decodeOutput(value) };
    });
  }

  outputAt(at: OutPoint): Output {
    return this.unspent().find((it) => nameOf(it.at) === nameOf(at))!.output;
  }

  isReplayed(): boolean {
    const again = new EffectsChain();
    for (const block of this.chain.blocks) again.head = { id: block.id, header: block.header, state: again.executor.execute(again.head, block).state };
    return toHex(again.head.state.root) === toHex(this.chain.head.state.root);
  }

  #follow({ transactions }: SealedBlock, { results, blockResult }: Execution, hooksId: Hash): readonly Violation[] {
    const wrong: (Violation | undefined)[] = [];
    transactions.forEach(({ body, txId }, i) => {
      const { outcome, effects } = results[i]!;
      const wouldTake = this.market.expected(body);
      if (outcome.kind === 'refused') return void wrong.push(...this.market.judgeRefused(body, outcome, wouldTake));
      this.market.begin();
      for (const input of body.inputs) {
        if (input.kind === 'issue') this.#supply(assetId(input.definition), input.amount);
        else if (input.kind === 'spend') wrong.push(this.#take(input.outPoint, undefined));
      }
      const declared = body.outputs.map((output, index) => ({ at: { txId, index }, output }));
      wrong.push(...this.#effects(effects, txId, body.outputs.length), ...declared.map(({ at, output }) => this.#make(at, output)), ...this.market.judgeAccepted(body, effects));
    });
    this.market.begin();
    wrong.push(...this.#effects(blockResult.effects, hooksId, 0), ...this.market.judgeHooks());
    return wrong.filter((it) => it !== undefined);
  }

  #effects(effects: readonly OutputEffect[], txId: Hash, from: number): readonly (Violation | undefined)[] {
    const touched = effects.reduce((sum, { spent, created }) => sum + spent.length + created.length, 0);
    let index = from;
    const each = effects.flatMap(({ module, spent, created }) => [...spent.map((at) => this.#take(at, module)), ...created.map((output) => this.#make({ txId, index: index++ }, output))]);
    return [...each, touched > LIMITS.effectsMax ? { invariant: 'effects', what: `${touched} outputs were touched at once` } : undefined];
  }

  /** @param by the module that spends it; undefined: a signature */
  #take(at: OutPoint, by: string | undefined): Violation | undefined {
    const output = this.followed.get(nameOf(at));
    this.followed.delete(nameOf(at));
    if (output === undefined) return { invariant: 'effects', what: `${by ?? 'somebody'} spent an output that was not there` };
    this.market.took(output);
    const holder = output.lock.kind === 'module' ? output.lock.module.split('~')[0] : undefined;
    return holder === by ? undefined : { invariant: 'owner', what: `${by ?? 'a signature'} spent an output of ${holder ?? 'a key'}` };
  }

  #make(at: OutPoint, output: Output): Violation | undefined {
    if (output.lock.kind === 'retire') return this.#supply(output.assetId, -amountOf(output));
    const isTaken = this.followed.has(nameOf(at));
    this.followed.set(nameOf(at), output);
    this.market.made(output);
    return isTaken ? { invariant: 'effects', what: 'an output was made in the place of another' } : undefined;
  }

  #supply(asset: Hash, by: bigint): undefined {
    this.supply.set(toHex(asset), this.supply.get(toHex(asset))! + by);
    return undefined;
  }

  /** What is there is what the receipts say; it adds up; and what modules hold is counted rightly. */
  #judge(): readonly Violation[] {
    const unspent = this.unspent();
    const there = new Map(unspent.map(({ at, output }) => [nameOf(at), outputWords(output)]));
    const wrong: Violation[] = [];
    for (const name of new Set([...there.keys(), ...this.followed.keys()])) {
      const output = this.followed.get(name);
      if (there.get(name) !== (output && outputWords(output))) wrong.push({ invariant: 'effects', what: `the output ${name} is not what the receipts say` });
    }
    for (const [asset, supply] of this.supply) {
      const held = unspent.filter(({ output }) => toHex(output.assetId) === asset).reduce((sum, { output }) => sum + amountOf(output), 0n);
      if (held !== supply) wrong.push({ invariant: 'supply', what: `${held} are held of an asset of which there are ${supply}` });
    }
    return [...wrong, ...['pool', 'greedy', this.market.space].flatMap((space) => this.#judgeHeld(space, unspent))];
  }

  #judgeHeld(module: string, unspent: readonly Unspent[]): readonly Violation[] {
    const { owned, shared } = decodeHeld(this.chain.head.state.get(HELD + module));
    const locks = unspent.flatMap(({ output: { lock } }) => (lock.kind === 'module' && lock.module === module ? [readModuleLock(lock.data)!] : []));
    const withOwner = locks.filter(({ owner }) => owner !== undefined).length;
    return owned === withOwner && shared === locks.length - withOwner ? [] : [{ invariant: 'held', what: `${owned} + ${shared} outputs of ${module} are counted, ${withOwner} + ${locks.length - withOwner} are there` }];
  }
}

function nameOf({ txId, index }: OutPoint): string {
  return `${toHex(txId)}:${index}`;
}

function amountOf({ value }: Output): bigint {
  return value.kind === 'amount' ? value.amount : 0n;
}
