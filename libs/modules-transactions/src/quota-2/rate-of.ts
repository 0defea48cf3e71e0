import type { ModuleContext } from '@bystack/chain-core/module';
import type { Rate } from '../quota/bucket';
import type { Params } from './params';

/** The rate of a key; `member`: it is one's own, and not the one that all strangers share. */
export interface OwnRate {
  readonly rate: Rate;
  readonly member: boolean;
}

export function rateOf({ params, ask }: ModuleContext<Params>, key: string): OwnRate {
  const ofRoles = params.perRole.length === 0 ? undefined : mostGenerous(ratesOf(params, ask('slot:identity', 'rolesOf', { key }) as readonly string[]));
  if (ofRoles !== undefined) return { rate: ofRoles, member: true };
  const member = ask('slot:identity', 'isMember', { key }) === true;
  return { rate: member ? params.perMember : params.others, member };
}

function ratesOf({ perRole }: Params, roles: readonly string[]): readonly Rate[] {
  return perRole.filter(({ role }) => roles.includes(role));
}

/** By what comes back a minute, no limit being the most; then by what may be written at once. */
function mostGenerous(rates: readonly Rate[]): Rate | undefined {
  return rates.reduce<Rate | undefined>((most, rate) => (most === undefined || isMore(rate, most) ? rate : most), undefined);
}

function isMore(a: Rate, b: Rate): boolean {
  const [left, right] = [a, b].map(({ perMinute }) => (perMinute === 0 ? Infinity : perMinute)) as [number, number];
  return left === right ? a.burst > b.burst : left > right;
}
