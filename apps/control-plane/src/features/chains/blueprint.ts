import type { Blueprint, CreateChain, Json, JsonObject, SlotChoice, SlotName, Template } from '@bystack/api';
import { JSON_LIMITS } from '@bystack/chain-core/codec/json';
import type { ModuleDefinition } from '@bystack/chain-core/module';
import { completeParams } from '@bystack/chain-core/module/registry';
import { Refusal } from '@bystack/chain-core/primitives/refusal';
import { problemError, rowError, tellingAlso, type ProblemError } from '../../platform/errors';
import { parametersInBothLanguages, type Modules } from '../modules';
import { fillPlaceholders, SLOTS } from '../templates';

export interface Founder {
  /** Hex public key that signs the organisation's submissions. */
  readonly key: string;
  readonly name: string;
}

/**
 * A complete blueprint from a template and what the request changes of it. Refuses UNKNOWN_MODULE, what no chain is founded with, INVALID_PARAMETER and what a module's own
 * check of its parameters refuses with, each with the path in the request. The template's parameters count for another module, too, as far as it has parameters of these names; the rest starts from that module's defaults.
 */
export function makeBlueprint(request: CreateChain, template: Template, modules: Modules, founder: Founder): Blueprint {
  const slots = Object.fromEntries(
    SLOTS.map((slot) => [slot, chooseSlot(slot, template.slots[slot], request.slots?.[slot], modules, founder)]),
  ) as Record<SlotName, SlotChoice>;
  return {
    format: 'bystack-blueprint/1',
    name: request.name,
    template: { name: template.name, version: template.version },
    slots,
    validators: request.validators ?? template.validators,
    assets: request.assets ?? template.assets,
  };
}

function chooseSlot(
  slot: SlotName,
  preset: SlotChoice,
  override: Partial<SlotChoice> | undefined,
  modules: Modules,
  founder: Founder,
): SlotChoice {
  const name = override?.module ?? preset.module;
  const same = name === preset.module;
  const version = override?.version ?? (same ? preset.version : undefined);
  const definition = modules.find(slot, name, version);
  if (!definition) throw unknown(version === undefined ? name : `${name}@${version}`, slot, modules);
  expectFoundable(definition, `/slots/${slot}/module`);
  const given = { ...(same ? preset.params : sharedParams(definition, preset.params)), ...override?.params };
  expectSize(given, `/slots/${slot}/params`);
  return {
    module: definition.name,
    version: definition.version,
    params: complete(definition, parametersInBothLanguages(fillPlaceholders(given, founder) as JsonObject), `/slots/${slot}/params`),
  };
}

function unknown(module: string, slot: SlotName, modules: Modules): ProblemError {
  const { atFounding, byVoteOnly } = modules.idsIn(slot);
  const error = problemError('UNKNOWN_MODULE', { facts: { module, known: atFounding.join(', ') }, field: `/slots/${slot}/module` });
  return byVoteOnly.length === 0 ? error : tellingAlso(error, 'byVoteOnly', byVoteOnly.join(', '));
}

/** Before its parameters are judged: no others would do either. */
function expectFoundable({ name, errors = {}, notAtFounding }: ModuleDefinition, field: string): void {
  if (notAtFounding === undefined) return;
  const { status, words } = errors[notAtFounding]!;
  throw rowError(notAtFounding, { status, ...words }, { facts: { module: name }, field });
}

/** Before work is put into them: no chain takes more. */
function expectSize(params: JsonObject, field: string): void {
  const { bytesMax } = JSON_LIMITS;
  if (JSON.stringify(params).length > bytesMax) throw problemError('INVALID_PARAMETER', { facts: { reason: `its text has more than ${bytesMax} bytes` }, field });
}

/** What the template says that another module understands, too: who administers a chain, say, whichever way members are known. */
function sharedParams({ params: schema }: ModuleDefinition, preset: JsonObject): JsonObject {
  const known = (schema.properties ?? {}) as JsonObject;
  return Object.fromEntries(Object.entries(preset).filter(([name]) => Object.hasOwn(known, name)));
}

function complete(definition: ModuleDefinition, params: JsonObject, field: string): JsonObject {
  try {
    const completed = completeParams(definition as never, params) as JsonObject;
    // Here, where it is known which slot they are of; that modules go together is asked once there are nodes.
    definition.checkParams?.(completed as never);
    return completed;
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    throw unfit(definition, error, field);
  }
}

/** In the module's own words, where it has some for its code. */
function unfit({ name, errors, params }: ModuleDefinition, { code, facts }: Refusal, field: string): ProblemError {
  const { path = '', ...others } = facts as { path?: string; reason?: string };
  const own = errors !== undefined && Object.hasOwn(errors, code) ? errors[code] : undefined;
  if (own === undefined) return problemError('INVALID_PARAMETER', { facts: { reason: code, module: name, ...others }, field: `${field}${path}` });
  return rowError(code, { status: own.status, ...own.words }, { facts: { module: name, path, ...others }, field: `${field}${path}`, schemas: () => params });
}

/** JSON text that Postgres can keep and that comes back as it was. */
export function blueprintText(blueprint: Blueprint): string {
  return JSON.stringify(blueprint satisfies object as unknown as Json);
}
