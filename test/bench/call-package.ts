import { canonicalJson } from '@bystack/chain-core/codec/json';
import { keyPairFromSeed } from '@bystack/chain-core/crypto/sign';
import { toHex } from '@bystack/chain-core/primitives/bytes';
import type { Json } from '@bystack/chain-core/primitives/json';
import type { ModuleChoice } from '@bystack/chain-core/protocol/genesis';
import { signTransaction } from '@bystack/chain-core/protocol/sign-transaction';
import type { Signed } from './signed-queue';

const words = (en: string) => ({ en, zh: en });
const text = (maxLength: number) => ({ type: 'string', minLength: 1, maxLength });
const amount = { type: 'string', pattern: '^[0-9]{1,12}(\\.[0-9]{1,4})?$', maxLength: 20 };
const object = (properties: { readonly [name: string]: Json }) => ({ type: 'object', properties, required: Object.keys(properties), additionalProperties: false });

/** A delivery note: a record of about a kilobyte, checked by a schema and a guard, found by an index, announced by an event. */
const DELIVERIES = {
  format: 'bystack-package/1',
  name: 'deliveries',
  version: '1.0.0',
  title: words('Deliveries'),
  summary: words('Who delivered what to whom.'),
  functions: 'standard/1',
  records: {
    delivery: { title: words('Delivery'), states: { noted: { title: words('Noted') } }, indexes: { buyer: { title: words('Buyer'), value: { path: '/data/buyer' } } } },
  },
  commands: {
    note: {
      title: words('Note a delivery'),
      who: 'members',
      data: object({
        number: text(40), buyer: text(80), seller: text(80), place: text(200), leftAt: { type: 'string', format: 'date-time' }, total: amount, remark: text(400),
        lines: { type: 'array', minItems: 1, maxItems: 50, items: object({ article: text(80), batch: text(40), pieces: { type: 'integer', minimum: 1, maximum: 1_000_000 }, price: amount }) },
      }),
      guards: [
        { code: 'TOO_VALUABLE', require: 'decimal.compare(data.total, "1000000.00") <= 0 && data.lines.all(line, line.pieces > 0)', facts: { total: { path: '/data/total' } } },
      ],
      effects: [{ record: 'delivery', key: { path: '/data/number' }, create: { state: 'noted', data: { path: '/data' } } }],
    },
  },
  errors: { TOO_VALUABLE: { status: 422, words: words('At most 1000000.00.') } },
};

/** The same under other rules, for which every record is written anew: with a state of its own name, found by its seller too. */
export const NEXT_DELIVERIES = {
  ...DELIVERIES,
  version: '2.0.0',
  records: {
    delivery: {
      title: words('Delivery'), states: { kept: { title: words('Kept') } },
      indexes: { ...DELIVERIES.records.delivery.indexes, seller: { title: words('Seller'), value: { path: '/data/seller' } } },
    },
  },
  commands: { note: { ...DELIVERIES.commands.note, effects: [{ record: 'delivery', key: { path: '/data/number' }, create: { state: 'kept', data: { path: '/data' } } }] } },
  migrates: { from: 'deliveries@1.0.0', records: { delivery: { record: 'delivery', states: { noted: 'kept' } } } },
};

const MEMBER = keyPairFromSeed(new Uint8Array(32).fill(11));
const WINDOW_MS = 110_000;

/** The modules of a chain that keeps delivery notes: identity, rules, and a quota that is not the bottleneck. */
export const CALL_MODULES: readonly ModuleChoice[] = [
  { name: 'open-registration', version: '1.0.0', params: { members: [{ key: toHex(MEMBER.publicKey), name: 'Bench' }] } },
  { name: 'rule-book', version: '1.0.0', params: { package: DELIVERIES } },
  { name: 'quota', version: '1.0.0', params: { perMember: { perMinute: 1_000_000, burst: 1_000_000 } } },
];

/** A signed call with a record of its own; a call without inputs is valid for at most two minutes, so it is not signed long ahead. */
export function signCall(chainId: Uint8Array, number: number, nowMs: number): Signed {
  const payload = canonicalJson({ command: 'note', data: delivery(number) });
  const body = { validFromMs: nowMs - 5_000, validUntilMs: nowMs - 5_000 + WINDOW_MS, salt: number, inputs: [], outputs: [], calls: [{ module: 'rule-book', command: 'act', actor: MEMBER.publicKey, payload }] };
  return signTransaction(chainId, body, [MEMBER]);
}

function delivery(number: number): Json {
  const lines = Array.from({ length: 5 }, (_, i) => ({ article: `Filter papers, unbleached, size ${i + 1}`, batch: `L-2026-${number % 997}-${i}`, pieces: 10 + ((number + i) % 90), price: `${12 + i}.50` }));
  return {
    number: `DN-${number}`, buyer: `Roastery ${number % 500} Ltd, Hamburg`, seller: 'Cooperative of Huehuetenango, Guatemala', place: 'Warehouse 7, Gate 12, Am Sandtorkai 30, 20457 Hamburg, Germany',
    leftAt: '2026-03-01T08:30:00Z', total: '18250.75', remark: 'Pallets were wrapped twice; two cartons show dents at a corner, the goods inside are whole. The driver has countersigned the paper copy.', lines,
  };
}
