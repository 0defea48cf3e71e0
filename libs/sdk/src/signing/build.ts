import { randomBytes } from 'node:crypto';
import { canonicalJson } from '@bystack/chain-core/codec/json';
import type { Json } from '@bystack/chain-core/primitives/json';
import type { AssetDefinition, Call, Input, Lock, OpenInput, Output, TransactionBody } from '@bystack/chain-core/protocol/transaction';
import { assetId } from '@bystack/chain-core/protocol/ids';
import { cover, type Spendable } from './cover';
import { WINDOW } from './limits';

export { NotEnough, type Spendable } from './cover';

export interface Payment {
  readonly assetId: Uint8Array;
  readonly amount: bigint;
  readonly lock: Lock;
}
/** What a call is given, out of `spendables`, and what must come of it: the ledger pays each of `gets` within its limits, or nothing happens at all. */
export interface Trade {
  readonly spendables: readonly Spendable[];
  readonly gives: readonly Omit<Payment, 'lock'>[];
  readonly gets: readonly Omit<OpenInput, 'kind'>[];
  readonly changeLock: Lock;
}
/** See `TypedModule.call` for one whose payload is checked by the compiler. */
export interface CallParts {
  readonly module: string;
  readonly command: string;
  readonly payload: Json;
  readonly actor: Uint8Array;
}
/** What every builder may be told. `nowMs` is the builder's clock. */
export interface BuildOptions {
  readonly nowMs?: number;
  readonly salt?: number;
}

/** One key is enough. */
export function lockTo(publicKey: Uint8Array): Extract<Lock, { kind: 'keys' }> {
  return { kind: 'keys', threshold: 1, keys: [publicKey] };
}

export function buildCall(call: CallParts, options: BuildOptions = {}): TransactionBody {
  return body({ calls: [toCall(call)] }, options);
}

/** Calls a module with assets. Of a module that is replaced meanwhile nothing is taken: `gets` names its space, which is what `spaceName` says of it in the answer to the kernel's query `modules`. */
export function buildTrade(call: CallParts, { spendables, gives, gets, changeLock }: Trade, options: BuildOptions = {}): TransactionBody {
  const { inputs, change } = cover(spendables, gives, changeLock);
  return body({ inputs: [...inputs, ...gets.map((open): Input => ({ kind: 'open', ...open }))], outputs: change, calls: [toCall(call)] }, options);
}

/** Pays `payments` out of `spendables`, taken in the order given; what is left over goes back to `changeLock`. Any number of assets at once. */
export function buildTransfer(spendables: readonly Spendable[], payments: readonly Payment[], changeLock: Lock, options: BuildOptions = {}): TransactionBody {
  const { inputs, change } = cover(spendables, payments, changeLock);
  return body({ inputs, outputs: [...payments.map(toOutput), ...change] }, options);
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

function toCall({ module, command, actor, payload }: CallParts): Call {
  return { module, command, actor, payload: canonicalJson(payload) };
}

function toOutput({ assetId: asset, amount, lock }: Payment): Output {
  return { assetId: asset, value: { kind: 'amount', amount }, lock };
}
