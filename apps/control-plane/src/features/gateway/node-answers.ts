import type { ValidateFunction } from 'ajv/dist/2020';
import { objectOf, type QueryAnswer } from '@bystack/api';
import { compileShape } from '../../platform/http';
import { NODE_ANSWERS, type NodeAnswers } from './node-answers.generated';

/** Whether a value that a node told is what was asked for. */
export type Is<T> = (told: unknown) => told is T;

/** By name, those that were asked for once. */
const checks = new Map<keyof NodeAnswers, ValidateFunction>();

/** Of one of libs/api's types. What it knows nothing of may stand there, too: nodes may be newer. */
export function isTold<N extends keyof NodeAnswers>(name: N): Is<NodeAnswers[N]> {
  return (told): told is NodeAnswers[N] => checkOf(name)(told);
}

function checkOf(name: keyof NodeAnswers): ValidateFunction {
  const check = checks.get(name) ?? compileShape({ $ref: `#/$defs/${name}`, $defs: NODE_ANSWERS });
  checks.set(name, check);
  return check;
}

export function isListOf<T>(is: Is<T>): Is<readonly T[]> {
  return (told): told is readonly T[] => Array.isArray(told) && told.every(is);
}

export interface AnswerWith<T> extends Omit<QueryAnswer, 'answer'> {
  readonly answer: T;
}

/** A query's answer with such a thing in it. */
export function isAnswerWith<T>(is: Is<T>): Is<AnswerWith<T>> {
  return (told): told is AnswerWith<T> => isQueryAnswer(told) && is(told.answer);
}

export const isQueryAnswer = isTold('QueryAnswer');
const isCompetition = isTold('CompetitionStatus');

/** The status of a node of an open competition, as far as it is about that. */
export function isCompeting(told: unknown): told is Required<Pick<NodeAnswers['NodeStatus'], 'competition'>> {
  return isCompetition(objectOf(told).competition);
}
