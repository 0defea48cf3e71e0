import { toHex } from '@bystack/chain-core/module';
import { keyOf } from '@bystack/chain-core/testing';
import type { CallStep, ModuleScenario } from '@bystack/chain-core/testing/contract';
import { openRegistration } from '@bystack/modules-identity';

const hex = (name: string): string => toHex(keyOf(name).publicKey);
const grant = (key: string, role: string, refused?: string): CallStep => ({ actor: 'admin', command: 'grantRole', payload: { key: hex(key), role }, refused });
const MANY = Array.from({ length: 14 }, (_, i) => `role-${i}`);

export const openRegistrationScenario: ModuleScenario = {
  module: openRegistration,
  params: { admins: [hex('admin')], members: [{ key: hex('ann'), name: 'Ann Farms', roles: ['recorder', 'notary'] }] },
  steps: [
    { query: 'whoIs', args: { key: hex('ann') }, answer: { name: 'Ann Farms', roles: ['notary', 'recorder'], isAdmin: false } },
    { actor: 'bob', command: 'register', payload: { name: '鲍勃物流' } },
    { actor: 'bob', command: 'register', payload: { name: 'Bob' }, refused: 'ALREADY_REGISTERED' },
    { actor: 'eve', command: 'register', payload: { name: 'ANN FARMS' }, refused: 'NAME_TAKEN' },
    { actor: 'eve', command: 'register', payload: { name: ' Eve' }, refused: 'NAME_INVALID' },
    { actor: 'eve', command: 'rename', payload: { name: 'Eve' }, refused: 'NOT_REGISTERED' },
    { waitMs: 60_000 },
    { actor: 'bob', command: 'rename', payload: { name: 'Bob & Sons' } },
    { actor: 'bob', command: 'grantRole', payload: { key: hex('bob'), role: 'auditor' }, refused: 'NOT_ADMINISTRATOR' },
    grant('nobody', 'auditor', 'NOT_REGISTERED'),
    grant('ann', 'notary', 'ROLE_HELD'),
    ...MANY.map((role) => grant('ann', role)),
    grant('ann', 'one-more', 'TOO_MANY_ROLES'),
    { actor: 'admin', command: 'revokeRole', payload: { key: hex('ann'), role: 'role-3' } },
    { actor: 'admin', command: 'revokeRole', payload: { key: hex('ann'), role: 'role-3' }, refused: 'ROLE_NOT_HELD' },
    { query: 'members', args: { limit: 10 }, answer: { next: null } },
    { query: 'whoIs', args: { key: hex('admin') }, answer: { isAdmin: true } },
  ],
  badParams: [
    { what: 'a key twice', params: { members: [{ key: hex('ann'), name: 'A' }, { key: hex('ann'), name: 'B' }] }, path: '/members/1/key' },
    { what: 'a name twice', params: { members: [{ key: hex('ann'), name: 'A' }, { key: hex('bob'), name: 'a' }] }, path: '/members/1/name' },
    { what: 'a name that cannot be read', params: { members: [{ key: hex('ann'), name: ' A' }] }, path: '/members/0/name' },
  ],
};
