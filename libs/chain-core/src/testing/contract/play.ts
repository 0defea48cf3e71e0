import { canonicalJson } from '../../codec/json';
import { hash } from '../../crypto/hash';
import type { AnyModule } from '../../module/active-module';
import { toHex, type Hash } from '../../primitives/bytes';
import type { Json, JsonObject } from '../../primitives/json';
import { WaitingHarness, type Recorded } from '../module-harness';
import type { CallStep, ModuleScenario, QueryStep, TransactionStep } from './scenario';

/** What became of a scenario, step by step: everything in it must be the same on every machine, for ever. */
export interface Played {
  readonly steps: readonly PlayedStep[];
  /** Of the state after the last step, in hex. */
  readonly stateRoot: string;
  /** Hash of all of `steps` and the root. */
  readonly trace: string;
}
export interface PlayedStep {
  readonly height: number;
  readonly stateRoot: string;
  /** Of a call: the refusal's code and facts, or null. */
  readonly refused?: { readonly code: string; readonly facts: JsonObject } | null;
  readonly events?: readonly { readonly module: string; readonly name: string; readonly data: Json }[];
  /** Of a query. */
  readonly answer?: Json;
}

/** Plays a scenario from genesis. What the steps expect is not looked at here. */
export async function play(scenario: ModuleScenario): Promise<Played> {
  return playOn(await stageOf(scenario), scenario);
}

/** A chain that a scenario can be played on. @param spare modules that may take the place of its own later */
export function stageOf({ module, params, beside = [] }: ModuleScenario, spare: readonly AnyModule[] = []): Promise<WaitingHarness> {
  return WaitingHarness.begin({ modules: [{ module, params }, ...beside], spare });
}

export async function playOn(chain: WaitingHarness, { module, steps }: ModuleScenario): Promise<Played> {
  const made: Hash[] = [];
  const played: PlayedStep[] = [];
  for (const step of steps) {
    const done = 'command' in step ? await call(chain, module.name, step) : 'body' in step ? await transact(chain, made, step) : 'query' in step ? { answer: await ask(chain, module.name, step) } : await wait(chain, step.waitMs);
    played.push({ height: chain.height, stateRoot: toHex(chain.stateRoot), ...done });
  }
  const stateRoot = toHex(chain.stateRoot);
  return { steps: played, stateRoot, trace: toHex(hash(canonicalJson({ steps: played, stateRoot } as unknown as Json))) };
}

async function call(chain: WaitingHarness, name: string, { module = name, command, payload, actor }: CallStep): Promise<Partial<PlayedStep>> {
  return became(await chain.call({ module, command, payload, actor }));
}

async function transact(chain: WaitingHarness, made: Hash[], { signers, body }: TransactionStep): Promise<Partial<PlayedStep>> {
  const transaction = chain.sign(body(made), ...signers);
  made.push(transaction.txId);
  return became((await chain.block([transaction]))[0]!);
}

function became({ accepted, code, facts, events }: Recorded): Partial<PlayedStep> {
  return { refused: accepted ? null : { code: code!, facts: facts as JsonObject }, events };
}

function ask(chain: WaitingHarness, name: string, { query, args }: QueryStep): Promise<Json> {
  return chain.query(name, query, args);
}

async function wait(chain: WaitingHarness, ms: number): Promise<Partial<PlayedStep>> {
  chain.advance(ms);
  await chain.block([]);
  return {};
}
