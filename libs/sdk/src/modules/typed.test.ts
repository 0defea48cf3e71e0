import type { EventView } from '@bystack/api';
import { parseCanonicalJson } from '@bystack/chain-core/codec/json';
import { json, serving } from '../client/testing/serving';
import { buildCall } from '../signing/build';
import type { ModuleTypes } from './module-types.generated';
import type { RuleBook } from './rule-book';
import { ownModule, typedModule } from './typed-module';

// Half of what is tested here the compiler tests (`npm run check`): every `@ts-expect-error` must be one, and nothing else may be.

const KEY = 'ab'.repeat(32);
const actor = new Uint8Array(32);
const submitted = json(200, { txId: 'tx', state: 'final', signer: KEY });
const answered = (answer: unknown) => json(200, { height: 7, answer });
/** Compiled, never called. */
const onlyTypes = (_wrong: () => unknown): void => undefined;

/** What somebody wrote of a module and of rules that the SDK has no types of. */
interface Mugs {
  commands: { take: { mug: string; size?: 's' | 'l' } };
  queries: { mugs: { args: { after?: string }; answer: { mugs: string[]; next: string | null } } };
  events: { taken: { mug: string } };
}
interface Mill {
  acts: { deliver: { lot: string; kg: number }; reject: { reason: string } };
  records: { lot: { kg: number }; complaint: { reason: string } };
}

describe('a module of a chain, by its types', () => {
  it('takes commands and questions by its name, and gives what was answered', async () => {
    const { seen, client } = await serving(submitted, answered({ burst: 1, left: 3, member: true, perMinute: 60, credits: [] }), answered({ members: [], next: null }));
    const chain = client.chain('c1');
    await expect(chain.module('fee@2.0.0').submit('pay-out', { amount: '5' }, { wait: 'head', idempotencyKey: 'k1' })).resolves.toMatchObject({ state: 'final' });
    const { height, answer } = await chain.module('quota@2.0.0').query('quotaOf', { key: KEY });
    const left: number | null = answer.left;
    await chain.module('company-badges@1.0.0').query('members', {}, 4);
    expect([height, left, seen.map(({ method, url, body }) => [method, url, JSON.parse(body)])]).toEqual([7, 3, [
      ['POST', '/api/v1/chains/c1/submissions', { module: 'fee', command: 'pay-out', payload: { amount: '5' }, wait: 'head' }],
      ['POST', '/api/v1/chains/c1/queries/quota/quotaOf', { key: KEY }],
      ['POST', '/api/v1/chains/c1/queries/company-badges/members?set=4', {}],
    ]]);
    expect(seen[0]!.key).toBe('k1');
  });

  it('can be left without arguments where none has to be given, and only there', async () => {
    const { seen, client } = await serving(answered({ name: 'Mill' }));
    await client.chain('c1').module('rule-book@1.0.0').query('rules');
    expect(seen[0]).toMatchObject({ url: '/api/v1/chains/c1/queries/rule-book/rules', body: '{}' });
    // @ts-expect-error whose quota?
    onlyTypes(() => client.chain('c1').module('quota@2.0.0').query('quotaOf'));
  });

  it('is one that there is, and is asked for what it has', async () => {
    const { client } = await serving();
    const chain = client.chain('c1');
    // @ts-expect-error no such version
    onlyTypes(() => chain.module('quota@7.0.0'));
    // @ts-expect-error a name says nothing about what is taken
    onlyTypes(() => chain.module('quota'));
    // @ts-expect-error no such command
    onlyTypes(() => chain.module('fee@2.0.0').submit('pay-in', {}));
    // @ts-expect-error fees 1.0.0 had no commands
    onlyTypes(() => chain.module('fee@1.0.0').submit('pay-out', {}));
    // @ts-expect-error an amount is a text
    onlyTypes(() => chain.module('fee@2.0.0').submit('pay-out', { amount: 5 }));
    // @ts-expect-error no such field
    onlyTypes(() => chain.module('fee@2.0.0').submit('pay-out', { amuont: '5' }));
    // @ts-expect-error the certificate is missing
    onlyTypes(() => chain.module('company-badges@1.0.0').submit('enrol', {}));
    // @ts-expect-error no such question
    onlyTypes(() => chain.module('quota@2.0.0').query('quotasOf', { key: KEY }));
    // @ts-expect-error nothing of that name is answered
    onlyTypes(async () => (await chain.module('quota@2.0.0').query('quotaOf', { key: KEY })).answer.right);
    // @ts-expect-error a key is not a choice of these
    onlyTypes(() => chain.module('company-badges@1.0.0').submit('revoke', { authority: KEY, serial: '1', reason: 'whim' }));
    // @ts-expect-error what a chain decides about itself has other routes
    onlyTypes(() => chain.module('kernel@1.0.0'));
  });

  it('may be one of your own: by types of yours, or as JSON', async () => {
    const { seen, client } = await serving(submitted, answered({ mugs: ['blue'], next: null }), answered({ any: 'thing' }));
    const mugs = client.chain('c1').ownModule<Mugs>('mugs');
    await mugs.submit('take', { mug: 'blue', size: 'l' });
    const { answer } = await mugs.query('mugs');
    const first: string | undefined = answer.mugs[0];
    await client.chain('c1').ownModule('anything').query('whatever', { some: ['json'] });
    expect([first, seen[2]]).toEqual(['blue', expect.objectContaining({ url: '/api/v1/chains/c1/queries/anything/whatever', body: '{"some":["json"]}' })]);
    // @ts-expect-error no such size
    onlyTypes(() => mugs.submit('take', { mug: 'blue', size: 'xl' }));
    // @ts-expect-error a text is after a text
    onlyTypes(() => mugs.query('mugs', { after: 3 }));
  });

  it('may be a rule book, by the types of its package', async () => {
    const record = { type: 'lot', key: 'L1', state: 'in', version: 1, sequence: 1, data: { kg: 3 }, txId: 'tx' };
    const { seen, client } = await serving(submitted, answered(record), answered({ records: [record], next: null }));
    const mill = client.chain('c1').ownModule<RuleBook<Mill>>('rule-book');
    await mill.submit('act', { command: 'deliver', key: 'L1', data: { lot: 'L1', kg: 3 } });
    const { answer: lot } = await mill.query('record', { type: 'lot', key: 'L1' });
    const kg: number | undefined = lot?.type === 'lot' ? lot.data.kg : undefined;
    const { answer: page } = await mill.query('records', { type: 'lot', limit: 1 });
    expect([kg, page.records[0]?.key, JSON.parse(seen[0]!.body)]).toMatchObject([3, 'L1', { command: 'act', payload: { command: 'deliver' } }]);
    // @ts-expect-error kilograms are missing
    onlyTypes(() => mill.submit('act', { command: 'deliver', data: { lot: 'L1' } }));
    // @ts-expect-error no such kind of record
    onlyTypes(() => mill.query('record', { type: 'lots', key: 'L1' }));
    // Without types of the package its data are JSON.
    onlyTypes(() => client.chain('c1').module('rule-book@2.0.0').submit('act', { command: 'deliver', data: { lot: ['L1'] } }));
  });
});

describe('a module without a chain', () => {
  it('gives calls to be built and signed here', () => {
    const body = buildCall(typedModule('company-badges@1.0.0').call('dismiss', { key: KEY }, actor));
    expect(body.calls).toMatchObject([{ module: 'company-badges', command: 'dismiss', actor }]);
    expect(parseCanonicalJson(body.calls[0]!.payload)).toEqual({ key: KEY });
    expect(ownModule<Mugs>('mugs').call('take', { mug: 'blue' }, actor)).toEqual({ module: 'mugs', command: 'take', payload: { mug: 'blue' }, actor });
    // @ts-expect-error a key is a text
    onlyTypes(() => typedModule('company-badges@1.0.0').call('dismiss', { key: actor }, actor));
    const kernel = typedModule('kernel@1.0.0');
    expect(kernel.call('propose-change', { changes: [{ kind: 'remove-seat', seat: 3 }, { kind: 'cancel-change', change: 1 }] }, actor)).toMatchObject({ module: 'kernel', command: 'propose-change' });
    // @ts-expect-error a change of this kind names a seat
    onlyTypes(() => kernel.call('propose-change', { changes: [{ kind: 'remove-seat' }] }, actor));
    // @ts-expect-error somebody must speak
    onlyTypes(() => typedModule('company-badges@1.0.0').call('dismiss', { key: KEY }));
  });

  it('knows its events, and what they say', () => {
    const event: EventView = { height: 3, module: 'mugs', name: 'taken', data: { mug: 'blue' } };
    const mugs = ownModule<Mugs>('mugs');
    const mug: string | undefined = mugs.isEvent(event, 'taken') ? event.data.mug : undefined;
    expect([mug, mugs.isEvent({ ...event, module: 'cups' }, 'taken'), mugs.isEvent({ ...event, name: 'broken' }, 'taken')]).toEqual(['blue', false, false]);
    // @ts-expect-error no such event
    onlyTypes(() => mugs.isEvent(event, 'broken'));
  });

  it('has the types of its parameters', () => {
    const params: ModuleTypes['quota@1.0.0']['params'] = { perMember: { perMinute: 60, burst: 5 } };
    // @ts-expect-error a rate has a burst
    const wrong: ModuleTypes['quota@1.0.0']['params'] = { perMember: { perMinute: 60 } };
    expect([params, wrong]).toHaveLength(2);
  });
});
