import type { Migration } from '@bystack/chain-core/module';
import { parseCanonicalJson } from '@bystack/chain-core/module';
import type { Params } from './params';
import { writeMember } from './records';

/** As open registration 1.0.0 keeps them. */
interface Registered {
  readonly name: string;
  readonly roles: readonly string[];
  readonly registeredAtMs: number;
}

/** Whoever was registered goes on under the same name and with the same roles, until they show a badge, leave or are dismissed. */
export const fromOpenRegistration: Migration<Params> = {
  stores: ['members'],
  entry({ state }, { key, value }) {
    if (value === undefined) return state.delete('members', key);
    const { name, roles, registeredAtMs } = parseCanonicalJson(value) as unknown as Registered;
    writeMember(state, key, { name, roles, sinceMs: registeredAtMs, badge: null, leftAtMs: null });
  },
};
