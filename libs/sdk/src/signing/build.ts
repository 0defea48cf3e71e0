import { randomBytes } from 'node:crypto';
import { canonicalJson } from '@bystack/chain-core/codec/json';
import { toHex } from '@bystack/chain-core/primitives/bytes';
import type { Json } from '@bystack/chain-core/primitives/json';
import type { AssetDefinition, Call, Input, Lock, Output, OutPoint, TransactionBody } from '@bystack/chain-core/protocol/transaction';
import { assetId } from '@bystack/chain-core/protocol/ids';
import { WINDOW } from './limits';

/** An unspent output that the builder may use up. */
export interface Spendable {
  readonly outPoint: OutPoint;
  readonly assetId: Uint8Array;
  readonly amount: bigint;
}
export interface Payment {
  readonly assetId: Uint8Array;
  readonly amount: bigint;
  readonly lock: Lock;
}
/** What every builder may be told. `nowMs` is the builder's clock. */
export interface BuildOptions {
  readonly nowMs?: number;
  readonly salt?: number;
}

/** What is spendable does not cover what is to be paid. */
export class NotEnough extends Error {
  readonly code = 'NOT_ENOUGH';

  constructor(readonly assetId: string, readonly needed: bigint, readonly found: bigint) {
    super(`${needed} of asset ${assetId} are needed, ${found} are there.`);
  }
}

/** One key is enough. */
export function lockTo(publicKey: Uint8Array): Extract<Lock, { kind: 'keys' }> {
  return { kind: 'keys', threshold: 1, keys: [publicKey] };
}

export function buildCall(call: { module: string; command: string; payload: Json; actor: Uint8Array }, options: BuildOptions = {}): TransactionBody {
  const calls: Call[] = [{ module: call.module, command: call.command, actor: call.actor, payload: canonicalJson(call.payload) }];
  return body({ calls }, options);
}

/** Pays `payments` out of `spendables`, taken in the order given; what is left over goes back to `changeLock`. Any number of assets at once. */
export function buildTransfer(spendables: readonly Spendable[], payments: readonly Payment[], changeLock: Lock, options: BuildOptions = {}): TransactionBody {
  const outputs: Output[] = payments.map(toOutput);
  const inputs: Input[] = [];
  for (const [id, needed] of totals(payments)) {
    const taken = take(spendables, id, needed);
    inputs.push(...taken.map(({ outPoint }): Input => ({ kind: 'spend', outPoint })));
    const change = taken.reduce((sum, { amount }) => sum + amount, 0n) - needed;
    if (change > 0n) outputs.push(toOutput({ assetId: taken[0].assetId, amount: change, lock: changeLock }));
  }
  return body({ inputs, outputs }, options);
}

/** Makes `amount` of an asset; the definition's issuer lock must be opened by the signers. */
export function buildIssue(definition: AssetDefinition, amount: bigint, lock: Lock, options: BuildOptions = {}): TransactionBody {
  return body({ inputs: [{ kind: 'issue', definition, amount }], outputs: [toOutput({ assetId: assetId(definition), amount, lock })] }, options);
}

/** Takes `amount` out of the world for good. */
export function buildRetire(spendables: readonly Spendable[], asset: Uint8Array, amount: bigint, changeLock: Lock, options: BuildOptions = {}): TransactionBody {
  return buildTransfer(spendables, [{ assetId: asset, amount, lock: { kind: 'retire' } }], changeLock, options);
}

function body(parts: Partial<TransactionBody>, { nowMs = Date.now(), salt = randomSalt() }: BuildOptions): TransactionBody {
  return { validFromMs: nowMs - WINDOW.beforeMs, validUntilMs: nowMs + WINDOW.afterMs, salt, inputs: [], outputs: [], calls: [], ...parts };
}

function randomSalt(): number {
  return randomBytes(6).readUIntBE(0, 6);
}

function toOutput({ assetId: asset, amount, lock }: Payment): Output {
  return { assetId: asset, value: { kind: 'amount', amount }, lock };
}

function totals(payments: readonly Payment[]): Map<string, bigint> {
  const sums = new Map<string, bigint>();
  for (const { assetId: asset, amount } of payments) sums.set(toHex(asset), (sums.get(toHex(asset)) ?? 0n) + amount);
  return sums;
}

function take(spendables: readonly Spendable[], id: string, needed: bigint): Spendable[] {
  const taken: Spendable[] = [];
  let sum = 0n;
  for (const spendable of spendables) {
    if (sum >= needed) break;
    if (toHex(spendable.assetId) !== id) continue;
    taken.push(spendable);
    sum += spendable.amount;
  }
  if (sum < needed) throw new NotEnough(id, needed, sum);
  return taken;
}
