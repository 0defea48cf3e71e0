import { Refusal, refuse, type CallContext, type Json } from '@bystack/chain-core/module';
import type { RulePackage } from './package';
import { pointerStep } from './schema/check-data';

export interface Params {
  readonly package: RulePackage;
}
/** The payload of the module's one command. */
export interface ActPayload {
  readonly command: string;
  readonly key?: string;
  readonly data?: Json;
}
export type Context = CallContext<Params>;

/** Refusals of functions know nothing of documents: adds the place of the item. */
export function located<T>(path: string, compute: () => T): T {
  try {
    return compute();
  } catch (error) {
    if (!(error instanceof Refusal) || 'path' in error.facts) throw error;
    const { field } = error.facts;
    return refuse(error.code, { ...error.facts, path: path + (field === undefined ? '' : pointerStep(String(field))) });
  }
}

