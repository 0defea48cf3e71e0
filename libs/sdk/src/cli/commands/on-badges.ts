import type { ChainView, Json, ModuleInSlot } from '@bystack/api';
import { ApiProblem } from '../../client/errors';
import type { Answer, Call } from '../command';
import { LocalError } from '../exit';
import { findChain } from '../find-chain';
import { quoted } from '../quoted';
import { submission, submit } from '../submission';
import { BADGES } from './badge-files';

/** What a chain says that knows no such module, or not this of it. */
const UNKNOWN = new Set(['UNKNOWN_MODULE', 'UNKNOWN_COMMAND', 'UNKNOWN_QUERY']);
/** What whoever wants to take part does instead, by the identity module in force. */
const INSTEAD: Readonly<Record<string, (chain: string) => string>> = {
  'open-registration': (chain) => ` Whoever wants to take part registers a name: bystack submit ${chain} open-registration register --payload '{"name": "…"}'.`,
};

/** Has a command of the badges' module recorded. @throws LocalError NO_BADGES */
export async function give(call: Call, command: string, payload: Json): Promise<Answer> {
  const chain = await findChain(call.client(), call.arguments.CHAIN!);
  return withBadges(call, chain, async () => submission(await submit(call, chain, { module: BADGES, command, payload })));
}

/** Asks or submits something about badges. @throws LocalError NO_BADGES: the chain knows none, and goes by what is said */
export async function withBadges<T>(call: Call, chain: ChainView, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof ApiProblem) || !UNKNOWN.has(error.code)) throw error;
    const { modules } = await call.client().governance.modules(chain.chainId);
    if (modules.some(({ module }) => module === BADGES)) throw error;
    throw new LocalError('NO_BADGES', noBadges(chain, modules.find(({ slot }) => slot === 'identity')));
  }
}

function noBadges({ name, competition }: ChainView, identity: ModuleInSlot | undefined): string {
  const chain = quoted(name);
  const other = identity === undefined ? 'it keeps no members' : `its members are kept by “${identity.title.en}”. ${identity.summary.en}${INSTEAD[identity.module]?.(chain) ?? ` What can be done there: bystack chains commands ${chain} ${identity.module}.`}`;
  const change = (competition ?? null) === null ? ` To go over to company badges its validators vote: bystack chains propose ${chain} --changes JSON, with a swap-module by ${BADGES} (\`bystack modules ${BADGES}\` shows its parameters).` : ' That stays so: nobody votes on a chain of open competition.';
  return `“${name}” knows no company badges: ${other}${change}`;
}
