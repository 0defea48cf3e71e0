import type { ModuleContext } from '../module/definition/context';
import type { PolicyFacts } from '../module/definition/parts';
import type { ReadView, WriteBatch } from '../module/definition/stores';
import { toHex, type PublicKey } from '../primitives/bytes';
import { refuse } from '../primitives/refusal';
import type { GenesisDocument } from '../protocol/genesis';
import { KERNEL_LIMITS } from './limits';
import { newcomersOf, readProposals } from './proposals';
import { getJson, putJson, readSeats } from './stores';

/** What a node key has made the kernel do lately. */
export interface Usage {
  readonly minute: number;
  readonly calls: number;
  readonly keysChangedAtMs: number;
}
const NONE: Usage = { minute: 0, calls: 0, keysChangedAtMs: -KERNEL_LIMITS.keyChangeMsMin };

export function readUsage(state: ReadView, key: PublicKey): Usage {
  return getJson<Usage>(state, 'usage', key) ?? NONE;
}

export function writeUsage(state: WriteBatch, key: PublicKey, usage: Usage): void {
  putJson(state, 'usage', key, usage);
}

type Context = ModuleContext<GenesisDocument>;

/** A transaction of one kernel command is free of the chain's own policy, because seats must be able to act when nobody else can. Refuses NOT_A_SEAT, KERNEL_BUSY. */
export function checkUsage(context: Context, { signers }: PolicyFacts): void {
  const [key] = signers as readonly [PublicKey];
  if (!isSeatOrNewcomer(context.state, toHex(key))) refuse('NOT_A_SEAT', { key: toHex(key) });
  if (callsInMinute(context, key) >= KERNEL_LIMITS.callsPerMinute) refuse('KERNEL_BUSY', { callsPerMinute: KERNEL_LIMITS.callsPerMinute });
}

export function countUsage(context: ModuleContext<GenesisDocument, WriteBatch>, { signers }: PolicyFacts): void {
  const [key] = signers as readonly [PublicKey];
  writeUsage(context.state, key, { ...readUsage(context.state, key), minute: minuteOf(context), calls: callsInMinute(context, key) + 1 });
}

function callsInMinute(context: Context, key: PublicKey): number {
  const { minute, calls } = readUsage(context.state, key);
  return minute === minuteOf(context) ? calls : 0;
}

function minuteOf({ timeMs }: Context): number {
  return Math.floor(timeMs / 60_000);
}

function isSeatOrNewcomer(state: ReadView, nodeKey: string): boolean {
  return readSeats(state).some(({ seat }) => seat.nodeKey === nodeKey) || readProposals(state).some((proposal) => newcomersOf(state, proposal).includes(nodeKey));
}
