import { CHAIN_PROBLEMS, objectOf, type Problem } from '@bystack/api';
import { isFilled } from '@bystack/chain-core/primitives/fill-words';
import { codeOf, fail, ProblemError, rowError } from '../../platform/errors';
import { parseShallowJson } from '../../platform/http';
import type { RelayAnswer } from '../hosts';
import type { Is } from './node-answers';
import { plainFacts } from './refusal-words';

/** Who answered. */
interface Teller {
  readonly nodeId: string;
}

/** A host that was taken over, or software of another version, may answer anything. Refuses NODE_ANSWER_INVALID. */
export function readAs<T>(is: Is<T>): (answer: RelayAnswer, teller: Teller) => T {
  return (answer, teller) => {
    const told = toldIn(answer);
    return is(told) ? told : invalid(teller);
  };
}

/** Nodes answer with problems of their own, of which no more is taken than they have; what is none is ours to explain. */
export function problemIn(answer: RelayAnswer, teller: Teller): Problem {
  const { code, detail, type, title, field, facts } = objectOf(toldIn(answer));
  const { status } = answer;
  if (typeof code !== 'string' || typeof detail !== 'string' || status < 400) return invalid(teller);
  const told = plainFacts(objectOf(facts));
  return {
    type: typeof type === 'string' ? type : '',
    title: typeof title === 'string' ? title : code,
    status, detail, code,
    ...(typeof field === 'string' && { field }),
    ...(Object.keys(told).length > 0 && { facts: told }),
  };
}

/** The same with the words of the table of what chains say, in both languages, where all their facts are there. What is in no table stays as the node said it. */
export function problemOf(answer: RelayAnswer, teller: Teller): ProblemError {
  const told = problemIn(answer, teller);
  const { code, facts, field } = told;
  const row = Object.hasOwn(CHAIN_PROBLEMS, code) ? CHAIN_PROBLEMS[code] : undefined;
  const error = row && rowError(code, row, { ...(facts && { facts }), ...(field !== undefined && { field }) });
  return error !== undefined && isFilled(error.problem.detail) ? error : new ProblemError(told);
}

function toldIn({ body }: RelayAnswer): unknown {
  return parseShallowJson(body.toString('utf8'));
}

function invalid({ nodeId }: Teller): never {
  return fail('NODE_ANSWER_INVALID', { facts: { node: nodeId } });
}

/** Codes of a node that cannot answer now, whatever is asked. */
const AWAY = new Set(['NODE_UNREACHABLE', 'NODE_OPENING', 'NODE_ANSWER_INVALID']);
/** And those that one may give for a thing that another, a moment ahead or in better health, has. */
const UNABLE = new Set([...AWAY, 'HOLDINGS_BEHIND', 'HOLDINGS_UNAVAILABLE']);
const BEHIND = new Set([...UNABLE, 'NOT_FOUND']);

/** Whether another node may have a better answer. */
export function mayBeBetter(error: unknown, method: 'GET' | 'POST'): boolean {
  return (method === 'GET' ? BEHIND : AWAY).has(codeOf(error) ?? '');
}

/** Of what several nodes failed with, what says most: that there is no such thing, then that a node lies, then the first one's reason. */
export function mostTelling(errors: readonly unknown[]): unknown {
  return errors.find((error) => !UNABLE.has(codeOf(error) ?? '')) ?? errors.find((error) => codeOf(error) === 'NODE_ANSWER_INVALID') ?? errors[0];
}
