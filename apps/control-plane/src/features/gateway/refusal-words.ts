import type { JsonObject, ModuleCard, OutcomeView, ProblemRow } from '@bystack/api';
import { CHAIN_PROBLEMS, PROBLEMS } from '@bystack/api';
import { rowError, type Facts, type ProblemError } from '../../platform/errors';

/**
 * A refusal by the chain's own rules, as the module that refused words it. `facts.path` points into what was sent: into the payload, or,
 * for records of a rule book (which carries them in `data`), into those.
 */
export function refusalError(
  outcome: Extract<OutcomeView, { kind: 'refused' }>,
  module: string,
  cards: readonly ModuleCard[],
  txId?: string,
): ProblemError {
  const facts = { ...plainFacts(outcome.facts), ...(txId === undefined ? {} : { txId }) };
  const path = outcome.facts.path;
  return rowError(outcome.code, rowOf(outcome, module, cards), {
    facts,
    schemas: () => cards,
    ...(typeof path === 'string' ? { field: fieldOf(outcome.code, module, path) } : {}),
  });
}

/** The same for a question, whose body is its arguments: of what a package asks for, those in `args`. */
export function questionError(error: ProblemError, module: string, cards: readonly ModuleCard[]): ProblemError {
  const { code, detail, facts = {} } = error.problem;
  const isOfModule = cards.some(({ errors }) => errors.some((row) => row.code === code));
  const field = typeof facts.path === 'string' ? { field: code === 'ARGUMENTS_INVALID' ? `/args${facts.path}` : facts.path } : {};
  return isOfModule ? rowError(code, rowOf({ code, detail }, module, cards), { facts, schemas: () => cards, ...field }) : error;
}

/** What a node says a transaction was refused for, as far as it is that. A host that was taken over may say anything. */
export function readRefusal(said: unknown): Extract<OutcomeView, { kind: 'refused' }> | undefined {
  const { code, detail, facts } = (typeof said === 'object' && said !== null ? said : {}) as { code?: unknown; detail?: unknown; facts?: unknown };
  if (typeof code !== 'string' || typeof detail !== 'string') return undefined;
  return { kind: 'refused', code, detail, facts: typeof facts === 'object' && facts !== null ? (facts as JsonObject) : {} };
}

/** The module's own table first, then any other of the chain (a policy may refuse), then what chains say themselves, then the platform's. */
function rowOf({ code, detail }: { code: string; detail: string }, module: string, cards: readonly ModuleCard[]): ProblemRow {
  const ordered = [...cards].sort((a, b) => Number(b.name === module) - Number(a.name === module));
  const error = ordered.flatMap(({ errors }) => errors).find((row) => row.code === code);
  if (error) return { status: error.status, en: error.words.en, zh: error.words.zh };
  const chains = Object.hasOwn(CHAIN_PROBLEMS, code) ? CHAIN_PROBLEMS[code] : undefined;
  if (chains !== undefined) return chains;
  const own = Object.hasOwn(PROBLEMS, code) ? PROBLEMS[code as keyof typeof PROBLEMS] : undefined;
  if (own !== undefined && own.status < 500) return own; // That something is wrong with us is not for a node to say.
  return { status: 422, en: detail || 'The chain’s rules refused it.', zh: detail || '链上规则拒绝了该请求。' };
}

/** Refused before the rules look into `data`. */
const OF_PAYLOAD = new Set(['PAYLOAD_INVALID', 'COMMAND_UNKNOWN']);

function fieldOf(code: string, module: string, path: string): string {
  return module === 'rule-book' && !OF_PAYLOAD.has(code) ? `/payload/data${path}` : `/payload${path}`;
}

/** Of what a node tells as facts those that are. */
export function plainFacts(facts: JsonObject): Facts {
  return Object.fromEntries(Object.entries(facts).filter(([, value]) => ['string', 'number', 'boolean'].includes(typeof value))) as Facts;
}
