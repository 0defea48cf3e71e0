import { toHex } from '@bystack/chain-core/module';
import { keyOf } from '@bystack/chain-core/testing';
import type { CallStep, ModuleScenario } from '@bystack/chain-core/testing/contract';
import { openRegistration } from '@bystack/modules-identity';
import { quota2 } from '@bystack/modules-transactions';

const hex = (name: string): string => toHex(keyOf(name).publicKey);
const member = (name: string, ...roles: string[]) => ({ key: hex(name), name, roles });
const rename = (actor: string, name: string, refused?: string): CallStep => ({ module: 'open-registration', actor, command: 'rename', payload: { name }, refused });
const register = (actor: string, refused?: string): CallStep => ({ module: 'open-registration', actor, command: 'register', payload: { name: actor }, refused });
const rates = { perMember: { perMinute: 60, burst: 1 }, perRole: [{ role: 'clerk', perMinute: 60, burst: 2 }, { role: 'machine', perMinute: 120, burst: 1 }], others: { perMinute: 60, burst: 1 } };

export const quota2Scenario: ModuleScenario = {
  module: quota2,
  params: rates,
  beside: [{ module: openRegistration, params: { admins: [], members: [member('ann'), member('bob', 'clerk'), member('kim', 'clerk', 'machine')] } }],
  steps: [
    rename('ann', 'ann 1'), rename('ann', 'ann 2', 'QUOTA_EXCEEDED'),
    rename('bob', 'bob 1'), rename('bob', 'bob 2'), rename('bob', 'bob 3', 'QUOTA_EXCEEDED'),
    rename('kim', 'kim 1'), rename('kim', 'kim 2', 'QUOTA_EXCEEDED'),
    register('eve'), register('mallory', 'QUOTA_EXCEEDED'),
    { waitMs: 500 },
    rename('kim', 'kim 2'),
    { query: 'quotaOf', args: { key: hex('kim') }, answer: { member: true, perMinute: 120, burst: 1, left: 0, credits: [] } },
    { query: 'quotaOf', args: { key: hex('mallory') }, answer: { member: false, perMinute: 60, burst: 1 } },
    { waitMs: 500 },
    rename('ann', 'ann 3'), register('mallory'),
  ],
  badParams: [{ what: 'two rates for one role', params: { ...rates, perRole: [rates.perRole[0]!, { role: 'clerk', perMinute: 1, burst: 1 }] }, path: '/perRole/1/role' }],
};
