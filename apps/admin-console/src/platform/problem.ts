import { ALSO_TOLD, CHAIN_PROBLEMS, factsIn, faultWords, hintsIn, type JsonObject, type ModuleCard, PROBLEMS, type Problem, type ProblemCode, problemType, type Words } from '@bystack/api';
import { fillWords, isFilled } from '@bystack/chain-core/primitives/fill-words';
import { textOf } from './text-of';
import type { Language } from './texts';

/** The control plane said no (or could not be reached); `problem` says what, why and at which field. */
export class Refused extends Error {
  constructor(readonly problem: Problem) {
    super(problem.detail);
    this.name = 'Refused';
  }
}

export const UNREACHABLE = 'UNREACHABLE';

export function unreachable(): Refused {
  return new Refused({ type: problemType(UNREACHABLE), title: UNREACHABLE, status: 0, code: UNREACHABLE, detail: '' });
}

export function problemOf(error: unknown): Problem {
  if (error instanceof Refused) return error.problem;
  return { type: problemType('INTERNAL'), title: 'INTERNAL', status: 500, code: 'INTERNAL', detail: error instanceof Error ? error.message : String(error) };
}

/** Words of modules' codes, learned from the cards that were fetched. */
const learned = new Map<string, Words>();
/** Their schemas, by module and rules: they say in words what patterns ask for. */
const schemas = new Map<string, ModuleCard>();
const learnedSchemas = () => [...schemas.values()];

/** @param isPast of modules that are no longer in force: a word that is used now means what it means now */
export function learnWords(cards: readonly ModuleCard[], isPast = false): readonly ModuleCard[] {
  const learn = (code: string, words: Words) => (isPast && learned.has(code) ? undefined : learned.set(code, words));
  for (const card of cards) {
    schemas.set(`${card.name}@${card.version} ${textOf(card.surface?.package ?? null)}`, card);
    for (const error of card.errors) learn(error.code, error.words);
    // Codes of a package inside a module come with the chain's parameters.
    for (const [code, error] of Object.entries((card.surface?.errors ?? {}) as Record<string, { words?: Words }>)) if (error.words) learn(code, error.words);
  }
  return cards;
}

function filled(words: Words | undefined, facts: JsonObject, language: Language): string | undefined {
  const text = words && fillWords(words[language], factsIn(facts, language, learnedSchemas));
  return text === undefined || !isFilled(text) ? undefined : text;
}

function ofPlatform(code: string): Words | undefined {
  return Object.hasOwn(PROBLEMS, code) ? PROBLEMS[code as ProblemCode] : ofChain(code);
}

function ofChain(code: string): Words | undefined {
  return Object.hasOwn(CHAIN_PROBLEMS, code) ? CHAIN_PROBLEMS[code] : undefined;
}

/** The server speaks English; other languages take the words of the code, where all their facts are there. */
export function sentenceOf(problem: Problem, language: Language): string {
  const words = filled(ofPlatform(problem.code) ?? learned.get(problem.code), { ...problem.facts, ...problem.shown }, language);
  return language === 'en' ? problem.detail || words || '' : words === undefined ? problem.detail : words + alsoTold(problem, language);
}

/** The same of what something ended with, of which only code and sentence are kept. */
export function endedWith({ code, detail }: Pick<Problem, 'code' | 'detail'>, language: Language): string {
  return sentenceOf({ type: problemType(code), title: code, status: 0, code, detail }, language);
}

function alsoTold({ facts = {} }: Problem, language: Language): string {
  return Object.entries(ALSO_TOLD).map(([name, words]) => (Object.hasOwn(facts, name) ? fillWords(words[language], facts) : '')).join('');
}

/** Why the rules of a chain refused a transaction that is recorded. */
export function refusalWords(outcome: { readonly code: string; readonly detail: string; readonly facts: JsonObject }, language: Language): string {
  return language === 'en' ? outcome.detail : (filled(learned.get(outcome.code) ?? ofChain(outcome.code) ?? ofPlatform(outcome.code), outcome.facts, language) ?? outcome.detail);
}

/** How a form calls the field that a refusal points at; undefined: it has none. */
export type FieldNamed = (pointer: string) => string | undefined;

/** @param labels of a form's fields, by pointer; what stands inside one is called as it is */
export function fieldsNamed(labels: Readonly<Record<string, string>>): FieldNamed {
  return (pointer) => Object.entries(labels).find(([at]) => pointer === at || pointer.startsWith(`${at}/`))?.[1];
}

/** The same sentence with the field as the form calls it, where it names a place in the data. @param pointer where that place is in what was sent */
export function inWordsOf(sentence: string, path: unknown, pointer: string | undefined, fieldNamed: FieldNamed): string {
  const label = typeof path !== 'string' || path === '' || pointer === undefined ? undefined : fieldNamed(pointer);
  return label === undefined ? sentence : sentence.replace(path as string, () => `“${label}”`);
}

/** What is said at the field itself: the place goes without saying there, why its value does not fit is enough. */
export function atField(facts: JsonObject = {}, sentence: string, language: Language): string {
  const why = typeof facts.path === 'string' && typeof facts.reason === 'string' ? faultWords(facts.reason, hintsIn(learnedSchemas, facts.path))?.[language].replace(/^it /, '') : undefined;
  return why === undefined ? sentence : `${why.charAt(0).toUpperCase()}${why.slice(1)}${language === 'zh' ? '。' : '.'}`;
}

/** Problems by field (JSON pointer), for forms. */
export function fieldErrors(problem: Problem | undefined, language: Language): Record<string, string> {
  const found: Record<string, string> = {};
  if (problem?.field) found[problem.field] = atField(problem.facts, sentenceOf(problem, language), language);
  for (const each of problem?.errors ?? []) found[each.field] = each.detail;
  return found;
}
