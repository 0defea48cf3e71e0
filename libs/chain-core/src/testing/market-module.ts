import { defineModule, fromHex, refuse, type ApplyContext, type CheckContext, type HookContext } from '../module';
import { canonicalJson, parseCanonicalJson } from '../codec/json';
import { EMPTY } from '../primitives/bytes';
import type { Json } from '../primitives/json';
import { amount, changeReserve, hex, keysLock, object, priceOf, reserveOf, words, type Portion } from './pool-module';

interface Trade { readonly give: string; readonly amount: string; readonly take: string }
type Apply = ApplyContext<object>;
type Batch = Pick<Apply, 'state' | 'outputs'>;
const STOCK = 'stock';

/** What may be done with the stock, in a call or at the end of a block. Only the first two are right. */
const WAYS: Readonly<Record<string, (context: Apply | HookContext<object>, portion: Portion) => void>> = {
  draw: (context, { asset, amount: sum }) => changeReserve(context, asset, -BigInt(sum), STOCK),
  tidy: (context, { asset }) => changeReserve(context, asset, 0n, STOCK),
  pay: (context, portion) => { take(context, portion); create(context, portion, keysLock(payee(context))); },
  hide: (context, portion) => { take(context, portion); create(context, portion, { lock: 'till', data: {} }); },
};

/**
 * An exchange whose stock lies under an open lock: it says how much somebody gets, the ledger pays it. It also does with the stock, for whoever asks, what such a module could try
 * at the cost of those who sign.
 */
export const market = defineModule<object>({
  name: 'market', version: '1.0.0', slot: 'crosschain', title: words, summary: words, needsAssets: true,
  params: { type: 'object', additionalProperties: false, properties: {} },
  stores: { reserves: { number: 1, holds: 'asset -> where its stock is' }, asked: { number: 2, holds: 'what to do at the end of this block' } },
  locks: { stock: { title: words, owned: false, open: true, data: object({}) }, till: { title: words, owned: false, data: object({}) } },
  commands: {
    fund: { title: words, payload: object({ asset: hex, amount }), apply: (context: Apply, { asset, amount: sum }: Portion) => void changeReserve(context, asset, BigInt(sum), STOCK) },
    trade: { title: words, payload: object({ give: hex, amount, take: hex }), check: priceOf, apply: trade },
    now: { title: words, payload: object({ way: { type: 'string', enum: Object.keys(WAYS) }, asset: hex, amount }), check, apply: (context: Apply, { way, ...portion }: Portion & { way: string }) => WAYS[way]!(context, portion) },
    'at-end': { title: words, payload: object({ way: { type: 'string', enum: Object.keys(WAYS) }, asset: hex, amount }), check, apply: ({ state }: Apply, asked: Json) => state.put('asked', EMPTY, canonicalJson(asked)) },
  },
  errors: { NO_RESERVE: { status: 409, words }, TOO_LITTLE: { status: 409, words } },
  hooks: { endBlock: (context) => doAsked(context) },
});

function trade(context: Apply, { give, amount: given, take: taken }: Trade, sum: bigint): void {
  changeReserve(context, give, BigInt(given), STOCK);
  changeReserve(context, taken, -sum, STOCK);
}

function check(context: CheckContext<object>, { asset, amount: sum }: Portion): void {
  if ((reserveOf(context, asset) ?? 0n) < BigInt(sum)) refuse('NO_RESERVE', { asset });
}

function take(context: Batch, { asset, amount: sum }: Portion): void {
  changeReserve(context, asset, -BigInt(sum), STOCK);
}

function create({ outputs }: Batch, { asset, amount: sum }: Portion, lock: Parameters<Batch['outputs']['create']>[0]['lock']): void {
  outputs.create({ assetId: fromHex(asset)!, amount: BigInt(sum), lock });
}

/** Whoever calls; nobody does at the end of a block. */
function payee(context: Apply | HookContext<object>): Uint8Array {
  return 'actor' in context ? context.actor : fromHex('07'.repeat(32))!;
}

/** Another call of the block may have taken what was there. */
function doAsked(context: HookContext<object>): void {
  const bytes = context.state.get('asked', EMPTY);
  if (bytes === undefined) return;
  context.state.delete('asked', EMPTY);
  const { way, ...portion } = parseCanonicalJson(bytes) as unknown as Portion & { way: string };
  if ((reserveOf(context, portion.asset) ?? 0n) >= BigInt(portion.amount)) WAYS[way]!(context, portion);
}
