// What a new module of the slot transactions starts from: a policy, which is what that slot is for. It counts what every signer writes in a day.

/** @param {{name: string, value: string, title: string, library: string}} of @returns {{module: string, test: string, scenario: string}} */
export function dailyLimit({ name, value, title, library }) {
  const module = `import { canonicalJson, defineModule, fromHex, parseCanonicalJson, refuse, toHex, type Json, type ModuleContext, type PolicyFacts, type PublicKey } from '@bystack/chain-core/module';

interface Params {
  readonly perDay: number;
}
interface Count {
  readonly day: number;
  readonly written: number;
}
interface Counted {
  readonly key: PublicKey;
  readonly count: Count;
}
const DAY_MS = 86_400_000;

/** What a key has written on the day of this block. */
function countOf({ state, timeMs }: ModuleContext<Params>, key: PublicKey): Count {
  const day = Math.floor(timeMs / DAY_MS);
  const bytes = state.get('counts', key);
  const count = bytes === undefined ? undefined : (parseCanonicalJson(bytes) as unknown as Count);
  return count?.day === day ? count : { day, written: 0 };
}

/** Everybody who signed pays. What this returns, \`apply\` below is given. */
function countAll(context: ModuleContext<Params>, { signers }: PolicyFacts): readonly Counted[] {
  const { perDay } = context.params;
  return signers.map((key) => {
    const { day, written } = countOf(context, key);
    if (written >= perDay) refuse('DAY_IS_FULL', { key: toHex(key), perDay });
    return { key, count: { day, written: written + 1 } };
  });
}

function left(context: ModuleContext<Params>, { key }: { key: string }): Json {
  const { written } = countOf(context, fromHex(key, 32)!);
  return { written, left: Math.max(0, context.params.perDay - written) };
}

const integer = (en: string, zh: string) => ({ type: 'integer', minimum: 0, 'x-title': { en, zh } }) as const;

/** Say in one sentence what choosing this module means. */
export const ${value} = defineModule<Params>({
  name: '${name}',
  version: '1.0.0',
  slot: 'transactions',
  title: { en: '${title[0].toUpperCase()}${title.slice(1)}', zh: '${title}（中文名）' },
  summary: { en: 'What choosing this means for the people on the chain.', zh: '选择此模块对链上成员意味着什么。' },
  params: { type: 'object', properties: { perDay: { ...integer('Transactions a day', '每日交易数'), minimum: 1, maximum: 1_000_000, default: 100 } }, additionalProperties: false },
  stores: { counts: { number: 1, holds: 'key -> day (UTC), transactions written on it' } },
  queries: {
    left: {
      title: { en: 'What a key may still write today', zh: '某密钥今日剩余交易数' },
      args: { type: 'object', properties: { key: { type: 'string', pattern: '^[0-9a-f]{64}$', maxLength: 64, 'x-title': { en: 'Key', zh: '公钥' } } }, required: ['key'], additionalProperties: false },
      result: { type: 'object', properties: { written: integer('Written today', '今日已写'), left: integer('Left today', '今日剩余') }, required: ['written', 'left'] },
      answer: left,
    },
  },
  errors: { DAY_IS_FULL: { status: 429, words: { en: 'This key has written {perDay} transactions today; it may again tomorrow (UTC).', zh: '该密钥今日已写入 {perDay} 笔交易；明日（UTC）可继续。' } } },
  policy: {
    check: countAll,
    apply: ({ state }, _facts, counted: readonly Counted[]) => counted.forEach(({ key, count }) => state.put('counts', key, canonicalJson({ ...count }))),
  },
});
`;

  const test = `import { defineModule, toHex } from '@bystack/chain-core/module';
import { keyOf, ModuleHarness } from '@bystack/chain-core/testing';
import { ${value} } from '.';

/** Something to write: a policy is asked about the commands of other modules. */
const words = { en: 'Diary', zh: '日记' };
const diary = defineModule({
  name: 'diary', version: '1.0.0', slot: 'contract', title: words, summary: words,
  params: { type: 'object', properties: {}, additionalProperties: false },
  commands: { write: { title: words, payload: { type: 'object', properties: {}, additionalProperties: false }, apply: () => undefined } },
});

describe('${name}', () => {
  const chain = new ModuleHarness({ modules: [{ module: ${value}, params: { perDay: 2 } }, { module: diary, params: {} }] });
  const write = (actor: string) => chain.call({ module: 'diary', command: 'write', actor, payload: {} });

  it('lets everybody write so much a day', () => {
    expect([write('alice').code, write('alice').code]).toEqual([undefined, undefined]);
    expect(write('alice')).toMatchObject({ accepted: false, code: 'DAY_IS_FULL', facts: { perDay: 2 } });
    expect(write('bob')).toMatchObject({ accepted: true });
    expect(chain.query('${name}', 'left', { key: toHex(keyOf('bob').publicKey) })).toEqual({ written: 1, left: 1 });
  });

  it('counts anew the next day', () => {
    chain.advance(86_400_000);
    expect(write('alice')).toMatchObject({ accepted: true });
  });
});
`;

  const scenario = `import { toHex } from '@bystack/chain-core/module';
import { keyOf } from '@bystack/chain-core/testing';
import type { CallStep, ModuleScenario } from '@bystack/chain-core/testing/contract';
import { openRegistration } from '@bystack/modules-identity';
import { ${value} } from '@bystack/${library}';

/** A policy is asked about the commands of other modules. */
const rename = (name: string, refused?: string): CallStep => ({ module: 'open-registration', actor: 'alice', command: 'rename', payload: { name }, refused });
const key = toHex(keyOf('alice').publicKey);

export const ${value}Scenario: ModuleScenario = {
  module: ${value},
  params: { perDay: 2 },
  beside: [{ module: openRegistration, params: { admins: [], members: [{ key, name: 'alice', roles: [] }] } }],
  steps: [
    rename('alice 1'),
    rename('alice 2'),
    rename('alice 3', 'DAY_IS_FULL'),
    { query: 'left', args: { key }, answer: { written: 2, left: 0 } },
    { waitMs: 86_400_000 },
    rename('alice 3'),
  ],
};
`;
  return { module, test, scenario };
}
