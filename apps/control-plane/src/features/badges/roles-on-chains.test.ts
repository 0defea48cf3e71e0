import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { JsonObject } from '@bystack/api';
import { rolesIn } from './roles-on-chains';

const template = (name: string) => JSON.parse(readFileSync(join(__dirname, '../../../../../templates', name, 'package.json'), 'utf8')) as JsonObject;
const rules = (params: JsonObject) => [{ slot: 'contract' as const, params }];

it.each<[string, JsonObject, string[]]>([
  ['commands are for', { package: { commands: { act: { who: { roles: ['notary', 'clerk'] } } } } }, ['clerk', 'notary']],
  ['guards ask for', { package: { commands: { act: { who: 'members', guards: [{ require: `size(data.x) > 1 && ("auditor" in roles || 'judge'   in roles)` }] } } } }, ['auditor', 'judge']],
  ['rates are for', { perRole: [{ role: 'packer', perMinute: 1, burst: 1 }] }, ['packer']],
  ['a template’s commands are for', { package: template('data-confirmation') }, ['notary']],
  ['nothing is for', { package: { commands: { act: { who: 'anyone', title: { en: 'The role of the king' } } } } }, []],
])('finds roles that %s', (_what, params, roles) => expect(rolesIn(rules(params))).toEqual(roles));

it('counts no roles that badges may merely give', () => {
  expect(rolesIn([{ slot: 'identity', params: { organisations: [{ roles: ['king'] }] } }])).toEqual([]);
});
