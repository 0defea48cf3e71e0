import { keyPairFromSeed } from '@bystack/chain-core/crypto/sign';
import { toHex } from '@bystack/chain-core/primitives/bytes';
import type { TransactionResult } from '@bystack/chain-core/protocol/result';
import type { OpenInput, TransactionBody } from '@bystack/chain-core/protocol/transaction';
import { inputsView } from './output-view';

const { publicKey } = keyPairFromSeed(new Uint8Array(32).fill(1));
const [txId, assetId] = [2, 3].map((byte) => new Uint8Array(32).fill(byte)) as [Uint8Array, Uint8Array];
const to = { kind: 'keys', threshold: 1, keys: [publicKey] } as const;
const open: OpenInput = { kind: 'open', module: 'market~7', lock: 'stock', assetId, atLeast: 95n, atMost: 2n ** 63n - 1n, to };
const body: TransactionBody = { validFromMs: 0, validUntilMs: 1, salt: 0, inputs: [{ kind: 'spend', outPoint: { txId, index: 1 } }, open], outputs: [], calls: [] };
const shown = { kind: 'open', module: 'market~7', lock: 'stock', assetId: toHex(assetId), atLeast: '95', atMost: '9223372036854775807', to: { kind: 'keys', threshold: 1, keys: [toHex(publicKey)] } };
const effects = [{ module: 'kernel', spent: [], created: [{ assetId, value: { kind: 'amount', amount: 97n }, lock: to }] }] as const;
const refused = { kind: 'refused', call: -1, code: 'OPEN_INPUT_OUTSIDE_LIMITS', facts: {} } as const;

it.each<[string, TransactionResult | undefined, object]>([
  ['waits', undefined, shown],
  ['is accepted', { txId, outcome: { kind: 'accepted' }, events: [], effects }, { ...shown, came: '97' }],
  ['is refused', { txId, outcome: refused, events: [], effects: [] }, shown],
])('an open input of a transaction that %s', (_, result, expected) => expect(inputsView(body, result)).toEqual([{ kind: 'spend', txId: toHex(txId), index: 1 }, expected]));
