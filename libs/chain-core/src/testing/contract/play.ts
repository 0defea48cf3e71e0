import { canonicalJson } from '../../codec/json';
import { hash } from '../../crypto/hash';
import type { AnyModule } from '../../module/active-module';
import { toHex, type Hash } from '../../primitives/bytes';
import type { Json, JsonObject } from '../../primitives/json';
import { ModuleHarness, type Recorded } from '../module-harness';
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
export function play(scenario: ModuleScenario): Played {
  return playOn(stageOf(scenario), scenario);
}

/** A chain that a scenario can be played on. @param spare modules that may take the place of its own later */
export function stageOf({ module, params, beside = [] }: ModuleScenario, spare: readonly AnyModule[] = []): ModuleHarness {
  return new ModuleHarness({ modules: [{ module, params }, ...beside], spare });
}

export function playOn(chain: ModuleHarness, { module, steps }: ModuleScenario): Played {
  const made: Hash[] = [];
  const played = steps.map((step) => {
    const done = 'command' in step ? call(chain, module.name, step) : 'body' in step ? transact(chain, made, step) : 'query' in step ? { answer: ask(chain, module.name, step) } : wait(chain, step.waitMs);
    return { height: chain.height, stateRoot: toHex(chain.stateRoot), ...done };
  });
  const stateRoot = toHex(chain.stateRoot);
  return { steps: played, stateRoot, trace: toHex(hash(canonicalJson({ steps: played, stateRoot } as unknown as Json))) };
}

function call(chain: ModuleHarness, name: string, { module = name, command, payload, actor }: CallStep): Partial<PlayedStep> {
  return became(chain.call({ module, command, payload, actor }));
}

function transact(chain: ModuleHarness, made: Hash[], { signers, body }: TransactionStep): Partial<PlayedStep> {
  const transaction = chain.sign(body(made), ...signers);
  made.push(transaction.txId);
  return became(chain.block([transaction])[0]!);
}

function became({ accepted, code, facts, events }: Recorded): Partial<PlayedStep> {
  return { refused: accepted ? null : { code: code!, facts: facts as JsonObject }, events };
}

function ask(chain: ModuleHarness, name: string, { query, args }: QueryStep): Json {
  return chain.query(name, query, args);
}

function wait(chain: ModuleHarness, ms: number): Partial<PlayedStep> {
  chain.advance(ms);
  chain.block([]);
  return {};
}
