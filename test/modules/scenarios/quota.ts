import { toHex } from '@bystack/chain-core/module';
import { keyOf } from '@bystack/chain-core/testing';
import type { CallStep, ModuleScenario } from '@bystack/chain-core/testing/contract';
import { openRegistration } from '@bystack/modules-identity';
import { quota } from '@bystack/modules-transactions';

const member = (name: string) => ({ key: toHex(keyOf(name).publicKey), name, roles: [] });
const rename = (actor: string, name: string, refused?: string): CallStep => ({ module: 'open-registration', actor, command: 'rename', payload: { name }, refused });
const register = (actor: string, refused?: string): CallStep => ({ module: 'open-registration', actor, command: 'register', payload: { name: actor }, refused });

export const quotaScenario: ModuleScenario = {
  module: quota,
  params: { perMember: { perMinute: 60, burst: 2 }, others: { perMinute: 60, burst: 1 } },
  beside: [{ module: openRegistration, params: { admins: [], members: [member('ann'), member('bob')] } }],
  steps: [
    rename('ann', 'ann 1'), rename('ann', 'ann 2'), rename('ann', 'ann 3', 'QUOTA_EXCEEDED'),
    rename('bob', 'bob 1'),
    register('eve'), register('mallory', 'QUOTA_EXCEEDED'),
    { waitMs: 1_000 },
    rename('ann', 'ann 4'), rename('ann', 'ann 5', 'QUOTA_EXCEEDED'),
    register('mallory'),
  ],
};
