import { defineModule, fromHex, refuse, type ApplyContext, type Bytes, type CheckContext, type HookContext, type OutPoint, type PublicKey } from '../module';
import { u32Text } from '../ledger/kernel-stores';
import { concatBytes, EMPTY, toHex } from '../primitives/bytes';
import { fromBinary } from '../crypto/hash';

export const words = { en: 'x', zh: 'x' };
export const hex = { type: 'string', pattern: '^[0-9a-f]{64}$', minLength: 64, maxLength: 64 };
export const amount = { type: 'string', pattern: '^[1-9][0-9]{0,17}$', minLength: 1, maxLength: 18 };
export const object = (properties: object) => ({ type: 'object', additionalProperties: false, required: Object.keys(properties), properties }) as never;
const PAID_PER_BLOCK = 4;

interface Trade { readonly give: string; readonly amount: string; readonly take: string; readonly least: string }
export interface Portion { readonly asset: string; readonly amount: string }
export interface Place { readonly txId: string; readonly index: number }
type Apply = ApplyContext<object>;

const pointBytes = ({ txId, index }: OutPoint): Bytes => concatBytes(txId, fromBinary(u32Text(index)));
const pointOf = (bytes: Bytes): OutPoint => ({ txId: bytes.subarray(0, 32), index: new DataView(bytes.buffer, bytes.byteOffset + 32, 4).getUint32(0) });
export const placed = ({ txId, index }: Place): OutPoint => ({ txId: fromHex(txId)!, index });
export const keysLock = (key: PublicKey) => ({ kind: 'keys', threshold: 1, keys: [key] }) as const;

/**
 * A small exchange: whoever trades gives of one asset and gets of another, out of reserves that belong to nobody alone. It also keeps outputs for people, until they
 * ask for them: at once (`fetch`), or at the end of the block (`fetch-later`), a few in each.
 */
export const pool = defineModule<object>({
  name: 'pool', version: '1.0.0', slot: 'transactions', title: words, summary: words, needsAssets: true,
  params: { type: 'object', additionalProperties: false, properties: {} },
  stores: { reserves: { number: 1, holds: 'asset -> where its reserve is' }, due: { number: 2, holds: 'outpoint -> to be paid at the end of a block' } },
  locks: { reserve: { title: words, owned: false, data: object({}) }, safe: { title: words, owned: true, data: object({}) } },
  commands: {
    fund: { title: words, payload: object({ asset: hex, amount }), apply: (context: Apply, { asset, amount: sum }: Portion) => void changeReserve(context, asset, BigInt(sum)) },
    trade: { title: words, payload: object({ give: hex, amount, take: hex, least: amount }), check: priceOf, apply: trade },
    /** All of an asset, to whoever asks first. */
    drain: {
      title: words, payload: object({ asset: hex }),
      check: (context: CheckContext<object>, { asset }: { asset: string }) => reserveOf(context, asset) ?? refuse('NO_RESERVE', { asset }),
      apply: (context: Apply, { asset }: { asset: string }, all: bigint) => { changeReserve(context, asset, -all); context.outputs.create({ assetId: fromHex(asset)!, amount: all, lock: keysLock(context.actor) }); },
    },
    fetch: { title: words, payload: object({ txId: hex, index: { type: 'integer', minimum: 0, maximum: 4_294_967_295 } }), check: own, apply: (context: Apply, place: Place) => pay(context, placed(place)) },
    'fetch-later': { title: words, payload: object({ txId: hex, index: { type: 'integer', minimum: 0, maximum: 4_294_967_295 } }), check: own, apply: ({ state }: Apply, place: Place) => state.put('due', pointBytes(placed(place)), EMPTY) },
  },
  queries: { reserves: { title: words, args: object({}), answer: ({ state }) => state.range('reserves', { limit: 100 }).map(({ key, value }) => [toHex(key), toHex(value)]) } },
  errors: { NO_RESERVE: { status: 409, words }, TOO_LITTLE: { status: 409, words }, NOT_YOURS: { status: 403, words } },
  hooks: { endBlock: (context) => context.state.range('due', { limit: PAID_PER_BLOCK }).forEach(({ key }) => payDue(context, key)) },
});

function trade(context: Apply, { give, amount: given, take }: Trade, taken: bigint): void {
  changeReserve(context, give, BigInt(given));
  changeReserve(context, take, -taken);
  context.outputs.create({ assetId: fromHex(take)!, amount: taken, lock: keysLock(context.actor) });
}

/** The product of the two reserves never falls. */
export function priceOf(context: CheckContext<object>, { give, amount: given, take, least = '0' }: Omit<Trade, 'least'> & Partial<Trade>): bigint {
  const [from, to] = [reserveOf(context, give), reserveOf(context, take)];
  if (from === undefined || to === undefined || give === take) refuse('NO_RESERVE', { asset: take });
  const taken = (to * BigInt(given)) / (from + BigInt(given));
  if (taken < BigInt(least)) refuse('TOO_LITTLE', { taken: String(taken), least });
  return taken;
}

export function reserveOf({ state, outputs }: Pick<CheckContext<object>, 'state' | 'outputs'>, asset: string): bigint | undefined {
  const at = state.get('reserves', fromHex(asset)!);
  return at && outputs.get(pointOf(at))!.amount;
}

/** Spends the reserve of an asset, and makes another of as much more. */
export function changeReserve({ state, outputs }: Pick<Apply, 'state' | 'outputs'>, asset: string, by: bigint, lock = 'reserve'): void {
  const assetId = fromHex(asset)!;
  const at = state.get('reserves', assetId);
  const sum = by + (at === undefined ? 0n : outputs.spend(pointOf(at)).amount);
  if (sum === 0n) state.delete('reserves', assetId);
  else state.put('reserves', assetId, pointBytes(outputs.create({ assetId, amount: sum, lock: { lock, data: {} } })));
}

function own({ outputs, actor }: CheckContext<object>, place: Place): void {
  const owner = outputs.get(placed(place))?.lock.owner;
  if (owner === undefined || toHex(owner) !== toHex(actor)) refuse('NOT_YOURS');
}

/** What was fetched meanwhile is not there any more. */
function payDue(context: HookContext<object>, key: Bytes): void {
  context.state.delete('due', key);
  if (context.outputs.get(pointOf(key)) !== undefined) pay(context, pointOf(key));
}

function pay({ outputs }: Pick<Apply, 'outputs'>, outPoint: OutPoint): void {
  const { assetId, amount: sum, lock } = outputs.spend(outPoint);
  outputs.create({ assetId, amount: sum, lock: keysLock(lock.owner!) });
}
