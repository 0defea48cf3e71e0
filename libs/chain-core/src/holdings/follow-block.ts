import type { Bytes, Hash } from '../primitives/bytes';
import { EMPTY } from '../primitives/bytes';
import type { SealedBlock } from '../protocol/block';
import { decodeBlockResult, decodeOutput, decodeResult, encodeOutput } from '../protocol/codec';
import { assetId, blockEffectsId, coinbaseId, ZERO_HASH } from '../protocol/ids';
import type { OutputEffect } from '../protocol/result';
import type { Input, OutPoint, Output, SealedTransaction } from '../protocol/transaction';
import { IndexDamaged, readOwn } from './damage';
import { holdersOf, NO_SPACE } from './holders';
import { assetKey, balanceKey, heldKey, outputKey, spaceKey } from './keys';
import { decodeAsset, decodeBalance, encodeAsset, encodeBalance, NO_BALANCE, UNDEFINED_ASSET, type AssetRecord } from './records';

/** Where the entries of the index are read from, and written to. */
export interface Entries {
  get(key: string): Bytes | undefined;
  put(key: string, value: Bytes): void;
  delete(key: string): void;
}

/** Brings what one final block did to outputs into the index. Stops after every transaction and every key of an output, so that whoever goes through it can do something else in between. */
export function* followBlock(entries: Entries, chainId: Hash, { header, transactions }: SealedBlock, resultLeaves: readonly Bytes[]): Generator<void> {
  const follower = new Follower(entries, header.height);
  for (const [i, transaction] of transactions.entries()) {
    const { outcome, effects } = decodeResult(resultLeaves[i]!);
    if (outcome.kind === 'accepted') yield* follower.transaction(transaction, effects);
    yield;
  }
  const { effects } = decodeBlockResult(resultLeaves[transactions.length]!);
  const isReward = ({ module }: OutputEffect): boolean => module === 'kernel'; // No module has this name.
  yield* follower.effects(effects.filter((effect) => !isReward(effect)), blockEffectsId(chainId, header.height, header.parentId), 0, false);
  yield* follower.effects(effects.filter(isReward), coinbaseId(chainId, header.height, header.height === 0 ? ZERO_HASH : header.parentId), 0, true);
}

class Follower {
  constructor(
    private readonly entries: Entries,
    private readonly height: number,
  ) {}

  *transaction({ body, txId }: SealedTransaction, effects: readonly OutputEffect[]): Generator<void> {
    for (const input of body.inputs) yield* this.#input(input);
    for (const [index, output] of body.outputs.entries()) yield* this.#add({ txId, index }, output);
    yield* this.effects(effects, txId, body.outputs.length, false);
  }

  /** @param isIssue what is made here comes from nowhere: a reward, or what genesis gave */
  *effects(effects: readonly OutputEffect[], txId: Hash, from: number, isIssue: boolean): Generator<void> {
    let index = from;
    for (const { spent, created } of effects) {
      for (const outPoint of spent) yield* this.#remove(outPoint);
      for (const output of created) {
        if (isIssue && output.value.kind === 'amount') this.#changeAsset(output.assetId, { issued: output.value.amount });
        yield* this.#add({ txId, index }, output);
        index += 1;
      }
    }
  }

  *#input(input: Input): Generator<void> {
    if (input.kind === 'spend') return yield* this.#remove(input.outPoint);
    if (input.kind === 'open') return; // What comes of it stands among the effects.
    const { issuer, document } = input.definition;
    this.#changeAsset(assetId(input.definition), { issued: input.amount, definition: { threshold: issuer.threshold, issuers: issuer.keys, document } });
  }

  *#add(outPoint: OutPoint, output: Output): Generator<void> {
    if (output.lock.kind === 'retire' && output.value.kind === 'amount') this.#changeAsset(output.assetId, { retired: output.value.amount });
    if (output.lock.kind === 'retire') return;
    this.entries.put(outputKey(outPoint), encodeOutput(output));
    yield* this.#changeOwners(outPoint, output, 1);
  }

  *#remove(outPoint: OutPoint): Generator<void> {
    const key = outputKey(outPoint);
    const bytes = this.entries.get(key);
    // A final block spends what an earlier one made.
    if (bytes === undefined) throw new IndexDamaged('an output that is not there');
    this.entries.delete(key);
    yield* this.#changeOwners(outPoint, readOwn('output', decodeOutput, bytes), -1);
  }

  *#changeOwners(outPoint: OutPoint, { assetId: asset, value, lock }: Output, by: 1 | -1): Generator<void> {
    const holders = holdersOf(lock);
    if (holders === undefined || value.kind !== 'amount') return;
    const { threshold, keys, space } = holders;
    if (by > 0 && space !== NO_SPACE) this.entries.put(spaceKey(space), EMPTY);
    const amount = BigInt(by) * value.amount;
    for (const owner of keys) {
      const held = heldKey({ owner, space }, asset, outPoint);
      if (by > 0) this.entries.put(held, EMPTY);
      else this.entries.delete(held);
      const key = balanceKey({ owner, space }, asset);
      const stored = this.entries.get(key);
      const { alone, shared, outputs } = stored === undefined ? NO_BALANCE : readOwn('balance', decodeBalance, stored);
      const next = threshold === 1 ? { alone: alone + amount, shared } : { alone, shared: shared + amount };
      if (outputs + by === 0) this.entries.delete(key);
      else this.entries.put(key, encodeBalance({ ...next, outputs: outputs + by }));
      yield;
    }
  }

  #changeAsset(asset: Hash, { issued = 0n, retired = 0n, definition }: { issued?: bigint; retired?: bigint; definition?: Pick<AssetRecord, 'threshold' | 'issuers' | 'document'> }): void {
    const key = assetKey(asset);
    const stored = this.entries.get(key);
    const before: AssetRecord = stored === undefined ? { ...UNDEFINED_ASSET, firstHeight: this.height } : readOwn('asset', decodeAsset, stored);
    this.entries.put(key, encodeAsset({ ...before, ...definition, issued: before.issued + issued, retired: before.retired + retired }));
  }
}
