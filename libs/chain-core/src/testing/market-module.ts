import { defineModule, fromHex, refuse, type ApplyContext, type CheckContext, type HookContext, type ModuleDefinition } from '../module';
import { canonicalJson, parseCanonicalJson } from '../codec/json';
import { EMPTY, toHex } from '../primitives/bytes';
import type { Json } from '../primitives/json';
import { amount, changeReserve, hex, keysLock, object, placed, priceOf, reserveOf, words, type Place, type Portion } from './pool-module';

interface Trade { readonly give: string; readonly amount: string; readonly take: string }
type Apply = ApplyContext<object>;
type Batch = Pick<Apply, 'state' | 'outputs'>;
/** Its locks: the open one, and another that nobody owns. */
interface Locks { readonly stock: string; readonly till: string }
export interface MarketOptions extends Partial<Locks> {
  readonly name?: string;
  readonly version?: string;
  readonly migrateFrom?: ModuleDefinition<object>['migrateFrom'];
}

/** What may be done with the stock, in a call or at the end of a block. Only the first two are right. */
const WAYS: Readonly<Record<string, (context: Apply | HookContext<object>, portion: Portion, locks: Locks) => void>> = {
  draw: (context, { asset, amount: sum }, { stock }) => changeReserve(context, asset, -BigInt(sum), stock),
  tidy: (context, { asset }, { stock }) => changeReserve(context, asset, 0n, stock),
  pay: (context, portion, { stock }) => { take(context, portion, stock); create(context, portion, keysLock(payee(context))); },
  hide: (context, portion, { stock, till }) => { take(context, portion, stock); create(context, portion, { lock: till, data: {} }); },
};

/**
 * An exchange whose stock lies under an open lock: it says how much somebody gets, the ledger pays it. It also does with the stock, for whoever asks, what such a module could try
 * at the cost of those who sign.
 */
export function marketOf({ name = 'market', version = '1.0.0', stock = 'stock', till = 'till', migrateFrom }: MarketOptions = {}): ModuleDefinition<object> {
  const locks = { stock, till };
  return defineModule<object>({
    name, version, slot: 'crosschain', title: words, summary: words, needsAssets: true,
    params: { type: 'object', additionalProperties: false, properties: {} },
    stores: { reserves: { number: 1, holds: 'asset -> where its stock is' }, asked: { number: 2, holds: 'what to do at the end of this block' } },
    locks: { [stock]: { title: words, owned: false, open: true, data: object({}) }, [till]: { title: words, owned: false, data: object({}) } },
    commands: {
      fund: { title: words, payload: object({ asset: hex, amount }), apply: (context: Apply, { asset, amount: sum }: Portion) => void changeReserve(context, asset, BigInt(sum), stock) },
      trade: { title: words, payload: object({ give: hex, amount, take: hex }), check: priceOf, apply: (context: Apply, asked: Trade, sum: bigint) => trade(context, asked, sum, stock) },
      now: { title: words, payload: object({ way: { type: 'string', enum: Object.keys(WAYS) }, asset: hex, amount }), check, apply: (context: Apply, { way, ...portion }: Portion & { way: string }) => WAYS[way]!(context, portion, locks) },
      'at-end': { title: words, payload: object({ way: { type: 'string', enum: Object.keys(WAYS) }, asset: hex, amount }), check, apply: ({ state }: Apply, asked: Json) => state.put('asked', EMPTY, canonicalJson(asked)) },
      /** To the till, where nothing remembers it, and from there to the stock. */
      save: { title: words, payload: object({ asset: hex, amount }), apply: (context: Apply, portion: Portion) => void create(context, portion, { lock: till, data: {} }) },
      show: { title: words, payload: object({ txId: hex, index: { type: 'integer', minimum: 0, maximum: 4_294_967_295 } }), apply: (context: Apply, place: Place) => show(context, place, locks) },
    },
    errors: { NO_RESERVE: { status: 409, words }, TOO_LITTLE: { status: 409, words }, NOT_SAVED: { status: 409, words } },
    hooks: { endBlock: (context) => doAsked(context, locks) },
    ...(migrateFrom && { migrateFrom }),
  });
}
export const market = marketOf();

function trade(context: Apply, { give, amount: given, take: taken }: Trade, sum: bigint, stock: string): void {
  changeReserve(context, give, BigInt(given), stock);
  changeReserve(context, taken, -sum, stock);
}

function show(context: Apply, place: Place, { stock, till }: Locks): void {
  const { assetId, amount: sum, lock } = context.outputs.spend(placed(place));
  if (lock.lock !== till) refuse('NOT_SAVED');
  changeReserve(context, toHex(assetId), sum, stock);
}

function check(context: CheckContext<object>, { asset, amount: sum }: Portion): void {
  if ((reserveOf(context, asset) ?? 0n) < BigInt(sum)) refuse('NO_RESERVE', { asset });
}

function take(context: Batch, { asset, amount: sum }: Portion, stock: string): void {
  changeReserve(context, asset, -BigInt(sum), stock);
}

function create({ outputs }: Batch, { asset, amount: sum }: Portion, lock: Parameters<Batch['outputs']['create']>[0]['lock']): void {
  outputs.create({ assetId: fromHex(asset)!, amount: BigInt(sum), lock });
}

/** Whoever calls; nobody does at the end of a block. */
function payee(context: Apply | HookContext<object>): Uint8Array {
  return 'actor' in context ? context.actor : fromHex('07'.repeat(32))!;
}

/** Another call of the block may have taken what was there. */
function doAsked(context: HookContext<object>, locks: Locks): void {
  const bytes = context.state.get('asked', EMPTY);
  if (bytes === undefined) return;
  context.state.delete('asked', EMPTY);
  const { way, ...portion } = parseCanonicalJson(bytes) as unknown as Portion & { way: string };
  if ((reserveOf(context, portion.asset) ?? 0n) >= BigInt(portion.amount)) WAYS[way]!(context, portion, locks);
}
