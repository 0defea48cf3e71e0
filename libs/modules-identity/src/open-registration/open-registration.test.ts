import { toHex, type Json, type JsonObject } from '@bystack/chain-core/module';
import { keyOf, ModuleHarness } from '@bystack/chain-core/testing';
import { checkParams } from './params';
import { openRegistration } from '.';

const hex = (name: string): string => toHex(keyOf(name).publicKey);
const founding = [{ key: hex('ann'), name: 'Ann Farms', roles: ['recorder', 'notary'] }];

function chainOf(params: JsonObject = { admins: [hex('admin')], members: founding }): ModuleHarness {
  return new ModuleHarness({ modules: [{ module: openRegistration, params }] });
}
function run(chain: ModuleHarness, actor: string, command: string, payload: Json): ReturnType<ModuleHarness['call']> {
  return chain.call({ module: 'open-registration', command, actor, payload });
}
const whoIs = (chain: ModuleHarness, name: string): Json => chain.query('open-registration', 'whoIs', { key: hex(name) });

describe('open registration', () => {
  it('knows the founding members and lets anybody join under a free name', () => {
    const chain = chainOf();
    expect(whoIs(chain, 'ann')).toMatchObject({ name: 'Ann Farms', roles: ['notary', 'recorder'], isAdmin: false });
    expect(run(chain, 'bob', 'register', { name: '鲍勃物流' })).toMatchObject({ accepted: true, events: [{ name: 'registered', data: { key: hex('bob'), name: '鲍勃物流' } }] });
    expect(whoIs(chain, 'bob')).toMatchObject({ name: '鲍勃物流', roles: [] });
    expect(run(chain, 'bob', 'register', { name: 'Bob' })).toMatchObject({ code: 'ALREADY_REGISTERED' });
    expect(run(chain, 'eve', 'register', { name: 'ANN  FARMS'.replace('  ', ' ') })).toMatchObject({ code: 'NAME_TAKEN', facts: { path: '/name' } });
    expect(whoIs(chain, 'eve')).toBeNull();
  });

  it('frees the old name when somebody takes a new one', () => {
    const chain = chainOf();
    expect(run(chain, 'ann', 'rename', { name: 'ann farms' }).accepted).toBe(true);
    expect(run(chain, 'ann', 'rename', { name: 'Ann & Sons' }).accepted).toBe(true);
    expect(run(chain, 'bob', 'register', { name: 'Ann Farms' }).accepted).toBe(true);
    expect(run(chain, 'ann', 'rename', { name: 'annfarms' })).toMatchObject({ code: 'NAME_TAKEN' });
    expect(run(chain, 'eve', 'rename', { name: 'Eve' })).toMatchObject({ code: 'NOT_REGISTERED' });
  });

  it('lets administrators give and take roles, nobody else', () => {
    const chain = chainOf();
    const role = { key: hex('ann'), role: 'auditor' };
    expect(run(chain, 'ann', 'grantRole', role)).toMatchObject({ code: 'NOT_ADMINISTRATOR' });
    expect(run(chain, 'admin', 'grantRole', role)).toMatchObject({ accepted: true, events: [{ name: 'roleGranted', data: role }] });
    expect(run(chain, 'admin', 'grantRole', role)).toMatchObject({ code: 'ROLE_HELD' });
    expect(run(chain, 'admin', 'revokeRole', role)).toMatchObject({ accepted: true });
    expect(run(chain, 'admin', 'revokeRole', role)).toMatchObject({ code: 'ROLE_NOT_HELD' });
    expect(run(chain, 'admin', 'grantRole', { key: hex('nobody'), role: 'auditor' })).toMatchObject({ code: 'NOT_REGISTERED', facts: { path: '/key' } });
    for (let i = 0; i < 14; i += 1) expect(run(chain, 'admin', 'grantRole', { key: hex('ann'), role: `role-${i}` }).accepted).toBe(true);
    expect(run(chain, 'admin', 'grantRole', role)).toMatchObject({ code: 'TOO_MANY_ROLES' });
  });

  it('lists members in pages', () => {
    const chain = chainOf();
    for (const name of ['bob', 'cid', 'dan']) run(chain, name, 'register', { name });
    const seen: string[] = [];
    let after: string | undefined;
    for (let page = 0; page < 10; page += 1) {
      const answer = chain.query('open-registration', 'members', { limit: 2, ...(after === undefined ? {} : { after }) }) as { members: { key: string }[]; next: string | null };
      seen.push(...answer.members.map(({ key }) => key));
      if (answer.next === null) break;
      after = answer.next;
    }
    expect(seen).toEqual(['ann', 'bob', 'cid', 'dan'].map(hex).sort());
  });

  it.each(['', ' ann', 'ann ', 'a  b', 'a\u0000b', 'a\nb', 'a\u200bb', 'a\u202eb', 'e\u0301'])('refuses the name %j', (name) => {
    expect(run(chainOf(), 'bob', 'register', { name })).toMatchObject({ code: name === '' ? 'PAYLOAD_INVALID' : 'NAME_INVALID' });
  });

  it.each<[string, JsonObject, string]>([
    ['a key twice', { members: [...founding, { key: hex('ann'), name: 'Other' }] }, 'ALREADY_REGISTERED'],
    ['a name twice', { members: [...founding, { key: hex('bob'), name: 'ANN FARMS' }] }, 'NAME_TAKEN'],
    ['a name that cannot be read', { members: [{ key: hex('bob'), name: ' x' }] }, 'NAME_INVALID'],
  ])('refuses founding members with %s', (_name, params, code) => {
    expect(() => checkParams(params)).toThrow(expect.objectContaining({ code, facts: expect.objectContaining({ path: expect.stringContaining('/members/') }) }));
  });

  it.each<[string, JsonObject]>([['a key in upper case', { admins: ['AB'.repeat(32)] }], ['a short key', { admins: ['ab'] }], ['a role with spaces', { members: [{ key: hex('ann'), name: 'x', roles: ['a b'] }] }]])(
    'refuses %s as parameter',
    (_name, params) => expect(() => chainOf(params)).toThrow(expect.objectContaining({ code: 'PARAMS_INVALID' })),
  );
});
