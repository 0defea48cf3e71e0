import { defineModule, fromHex, refuse, type ApplyContext, type HookContext, type OutPoint, type PublicKey } from '../module';
import { compareBytes } from '../primitives/bytes';
import { keyOf } from './keys';

const words = { en: 'x', zh: 'x' };
const lock = () => ({ kind: 'keys', threshold: 1, keys: [keyOf('eve').publicKey] }) as const;
const [low, high] = ['eve', 'ann'].map((name) => keyOf(name).publicKey).sort(compareBytes) as [PublicKey, PublicKey];
export const MISSHAPEN = [{ threshold: 2, keys: [low] }, { threshold: 0, keys: [low] }, { threshold: 1, keys: [] }, { threshold: 2, keys: [low, low] }, { threshold: 1, keys: [high, low] }, { threshold: 1, keys: Array<PublicKey>(65).fill(low) }] as const;
type Apply = ApplyContext<object>;
interface Asked { readonly asset: string; readonly txId: string; readonly index: number; readonly count: number }

/** Does with outputs what no module may, for whoever asks; and at the end of a block, if somebody asked for that. */
const WAYS: Readonly<Record<string, (context: Apply | HookContext<object>, asked: Asked) => void>> = {
  mint: ({ outputs }, { asset }) => void outputs.create({ assetId: fromHex(asset)!, amount: 1n, lock: lock() }),
  nothing: ({ outputs }, { asset }) => void outputs.create({ assetId: fromHex(asset)!, amount: 0n, lock: lock() }),
  grab: (context, asked) => grab(context, asked),
  burn: ({ outputs }, asked) => void outputs.spend(pointOf(asked)),
  twice: (context, asked) => [1, 2].forEach(() => grab(context, asked)),
  split: ({ outputs }, { count, ...asked }) => {
    const { assetId, amount } = outputs.spend(pointOf(asked));
    for (let i = 1; i < count; i += 1) outputs.create({ assetId, amount: i === 1 ? amount - BigInt(count) + 2n : 1n, lock: lock() });
  },
  /** In a form that nobody can declare; `count` says which. */
  misshape: ({ outputs }, { asset, count }) => void outputs.create({ assetId: fromHex(asset)!, amount: 1n, lock: { kind: 'keys', ...MISSHAPEN[count]! } }),
  'grab-own': ({ outputs }, { asset }) => void outputs.spend(outputs.create({ assetId: fromHex(asset)!, amount: 1n, lock: { lock: 'nest', owner: keyOf('eve').publicKey, data: {} } })),
  'grab-and-refuse': (context, asked) => { grab(context, asked); refuse('CHANGED_ITS_MIND'); },
};

export const greedy = defineModule<object>({
  name: 'greedy', version: '1.0.0', slot: 'contract', title: words, summary: words, needsAssets: true,
  params: { type: 'object', additionalProperties: false, properties: {} },
  stores: { asked: { number: 1, holds: 'what to do at the end of this block' } },
  locks: { nest: { title: words, owned: true, data: { type: 'object', additionalProperties: false, properties: {} } } },
  commands: {
    now: { title: words, payload: { type: 'object' }, apply: (context: Apply, asked: Asked & { way: string }) => WAYS[asked.way]!(context, asked) },
    'at-end': { title: words, payload: { type: 'object' }, apply: ({ state }: Apply, asked: object) => state.put('asked', new Uint8Array(1), Buffer.from(JSON.stringify(asked))) },
  },
  hooks: {
    endBlock: (context) => {
      const bytes = context.state.get('asked', new Uint8Array(1));
      if (bytes === undefined) return;
      const asked = JSON.parse(Buffer.from(bytes).toString()) as Asked & { way: string };
      context.state.delete('asked', new Uint8Array(1));
      WAYS[asked.way]!(context, asked);
    },
  },
});

function grab({ outputs }: Apply | HookContext<object>, asked: Asked): void {
  const { assetId, amount } = outputs.spend(pointOf(asked));
  outputs.create({ assetId, amount, lock: lock() });
}

function pointOf({ txId, index }: Omit<Asked, 'count'>): OutPoint {
  return { txId: fromHex(txId)!, index };
}
