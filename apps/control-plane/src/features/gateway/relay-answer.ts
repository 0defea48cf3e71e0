import type { Problem } from '@bystack/api';
import type { RelayAnswer } from '../hosts';
import { plainFacts } from './refusal-words';
import { badAnswer, objectOf } from './told';

export function parse<T>(answer: RelayAnswer): T {
  return parsed<T>(answer) ?? badAnswer();
}

/** Undefined: it is no JSON, or nothing that has fields. */
export function parsed<T>({ body }: RelayAnswer): T | undefined {
  try {
    const value = JSON.parse(body.toString('utf8')) as T | null;
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}

/** Nodes answer with problems of their own, of which no more is taken than they have; what is none is ours to explain. */
export function problemIn(answer: RelayAnswer): Problem {
  const { code, detail, type, title, field, facts } = objectOf(parsed(answer));
  const { status } = answer;
  if (typeof code !== 'string' || typeof detail !== 'string' || status < 400) return badAnswer();
  const told = plainFacts(objectOf(facts));
  return {
    type: typeof type === 'string' ? type : '',
    title: typeof title === 'string' ? title : code,
    status, detail, code,
    ...(typeof field === 'string' && { field }),
    ...(Object.keys(told).length > 0 && { facts: told }),
  };
}
