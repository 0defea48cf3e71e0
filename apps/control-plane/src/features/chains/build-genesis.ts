import { createHash } from 'node:crypto';
import type { Blueprint, SlotName, Template } from '@bystack/api';
import { canonicalJson } from '@bystack/chain-core/codec/json';
import { refuseWithoutAssets } from '@bystack/chain-core/kernel';
import type { ModuleRegistry } from '@bystack/chain-core/module/registry';
import { Refusal } from '@bystack/chain-core/primitives/refusal';
import type { CertificateSchemeName } from '@bystack/chain-core/protocol/certificate-scheme';
import { checkGenesis } from '@bystack/chain-core/protocol/check-genesis';
import type { BftParameters, ConsensusParameters, GenesisDocument, GenesisSeat } from '@bystack/chain-core/protocol/genesis';
import { LIMITS, PROTOCOL_VERSION } from '@bystack/chain-core/protocol/limits';
import { fail, problemError, rowError, type ProblemError } from '../../platform/errors';
import { KERNEL_CARD } from '../modules';
import { chooseTopology } from './choose-topology';
import { competitionOf, limitsOf } from './competition';

export interface Founding {
  readonly blueprint: Blueprint;
  readonly template: Template;
  readonly createdAtMs: number;
  readonly seats: readonly GenesisSeat[];
}
/** Modules of these slots run on the chain; the consensus slot's choice is the engine itself. */
const RUNNING: readonly SlotName[] = ['identity', 'contract', 'privacy', 'crosschain', 'transactions'];

/** The genesis document as exact bytes, with the chain's id. Refuses ASSETS_NEEDED, or INVALID_PARAMETER, for a set of modules that cannot run together. */
export function buildGenesis(
  { blueprint, template, createdAtMs, seats }: Founding,
  registry: ModuleRegistry,
): { readonly chainId: string; readonly bytes: Buffer } {
  const consensus = consensusOf(blueprint, seats);
  const { assets = template.assets } = blueprint;
  const document: GenesisDocument = {
    format: 'bystack-genesis/1',
    name: blueprint.name,
    createdAtMs,
    protocolVersion: PROTOCOL_VERSION,
    template: blueprint.template,
    consensus,
    seats,
    modules: runningOrder(blueprint, assets, registry) as GenesisDocument['modules'],
    assets,
    limits: limitsOf(template, consensus),
    governance: template.governance,
  };
  if (consensus.engine === 'pow') expectGenesis(document);
  const bytes = Buffer.from(canonicalJson(document as never));
  if (bytes.length > LIMITS.genesisBytesMax)
    fail('INVALID_PARAMETER', {
      facts: { reason: `the genesis document would be ${bytes.length} bytes, more than ${LIMITS.genesisBytesMax}` },
      field: '/slots',
    });
  return { chainId: createHash('sha256').update(bytes).digest('hex'), bytes };
}

function consensusOf(blueprint: Blueprint, seats: readonly GenesisSeat[]): ConsensusParameters {
  const { params } = blueprint.slots.consensus;
  if (isCompetition(blueprint)) return competitionOf(params);
  const { gateways, ...timers } = params;
  return { engine: 'bft', ...timers, topology: chooseTopology(gateways as number | undefined, validatorsOf(seats)), certificates: schemeOf(blueprint) } as unknown as BftParameters;
}

/** Whether nobody votes on the chain, but whoever does the work adds blocks. */
export function isCompetition({ slots }: Blueprint): boolean {
  return slots.consensus.module === 'open-competition';
}

/** How the chain's validators sign: chosen in the consensus slot. */
export function schemeOf({ slots }: Blueprint): CertificateSchemeName {
  return slots.consensus.params.certificates === 'bls' ? 'bls' : 'ed25519';
}

function validatorsOf(seats: readonly GenesisSeat[]): number {
  return seats.filter(({ role }) => role === 'validator').length;
}

function runningOrder({ slots }: Blueprint, assets: GenesisDocument['assets'], registry: ModuleRegistry): unknown {
  try {
    const modules = registry.check(RUNNING.map((slot) => ({ name: slots[slot].module, version: slots[slot].version, params: slots[slot].params as never })));
    refuseWithoutAssets(modules, assets);
    return modules.choices();
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    throw unfit(error, slots);
  }
}

/** In the kernel's words, where it has some, at the slot of the module that is told. */
function unfit({ code, facts }: Refusal, slots: Blueprint['slots']): ProblemError {
  const slot = RUNNING.find((each) => slots[each].module === facts['module']);
  const field = slot === undefined ? '/slots' : `/slots/${slot}/module`;
  const own = KERNEL_CARD.errors.find((row) => row.code === code);
  if (own === undefined) return problemError('INVALID_PARAMETER', { facts: { reason: code, ...facts }, field });
  return rowError(code, { status: own.status, ...own.words }, { facts, field });
}

/** What every node will ask of the document at its start is asked now. */
function expectGenesis(document: GenesisDocument): void {
  try {
    checkGenesis(document as never);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const { field, reason } = error.facts as { field?: string; reason?: string };
    fail('INVALID_PARAMETER', { facts: { reason: `${field ?? ''} ${reason ?? error.code}`.trim() }, field: field?.startsWith('consensus') ? '/slots/consensus/params' : '/slots' });
  }
}
