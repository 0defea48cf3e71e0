import { equalBytes } from '../primitives/bytes';
import type { TransactionResult } from './result';
import type { OpenInput, Output, TransactionBody } from './transaction';

export interface BoundInput {
  /** Its place among the inputs. */
  readonly index: number;
  readonly input: OpenInput;
  /** What came of it; undefined if the result says nothing of it. */
  readonly came: bigint | undefined;
  /** Within its limits, and where it says. Anything else is none of this chain's rules. */
  readonly isAsSigned: boolean;
}

/** What each open input of an accepted transaction was bound to. The result alone says so: the kernel's effect holds one output for each, in their order. */
export function boundInputs({ inputs }: TransactionBody, { effects }: Pick<TransactionResult, 'effects'>): readonly BoundInput[] {
  const paid = effects.filter(({ module }) => module === 'kernel').flatMap(({ created }) => created); // No module has this name.
  return inputs.flatMap((input, index) => (input.kind === 'open' ? [{ index, input }] : [])).map((named, place) => ({ ...named, ...bound(named.input, paid[place]) }));
}

function bound({ assetId, atLeast, atMost, to }: OpenInput, output: Output | undefined): Pick<BoundInput, 'came' | 'isAsSigned'> {
  if (output?.value.kind !== 'amount') return { came: undefined, isAsSigned: false };
  const { value: { amount: came }, lock } = output;
  const isTo = lock.kind === 'keys' && lock.threshold === to.threshold && lock.notBeforeMs === to.notBeforeMs && lock.keys.length === to.keys.length && lock.keys.every((key, i) => equalBytes(key, to.keys[i]!));
  return { came, isAsSigned: isTo && equalBytes(output.assetId, assetId) && came >= atLeast && came <= atMost };
}
