import { toBinary } from '../crypto/hash';
import type { ActiveModules } from '../module/active-modules';
import { toHex } from '../primitives/bytes';
import { refuse } from '../primitives/refusal';
import type { OpenInput, Output, TransactionBody } from '../protocol/transaction';

/** Where open inputs come from, and where what modules hold for all lies. */
type Source = Pick<OpenInput, 'module' | 'lock' | 'assetId'>;

/** Refuses an open input that could not be bound whatever its calls do: OPEN_INPUT_NOT_ACCEPTED {input, module, reason}. */
export function checkOpenInput(modules: ActiveModules, { calls }: TransactionBody, { module: space, lock }: OpenInput, input: number): void {
  const refused = (reason: string): never => refuse('OPEN_INPUT_NOT_ACCEPTED', { input, module: space, reason });
  const module = modules.inSpace(space) ?? refused('no module of this name is in force');
  if (!module.isOpen(lock)) refused('it has no open lock of this name');
  if (!calls.some((call) => call.module === module.name)) refused('the transaction does not call it');
}

/** One text for each source: a name of a space or of a lock that exists has no blank in it. */
export function sourceKey({ module, lock, assetId }: Source): string {
  return `${module} ${lock} ${toBinary(assetId)}`;
}

/** What calls took out of modules' outputs under open locks, less what they put back. */
export class Taken {
  readonly #sums = new Map<string, { readonly source: Source; readonly sum: bigint }>();

  /** @param by below zero for what is put back */
  add(source: Source, by: bigint): void {
    const key = sourceKey(source);
    this.#sums.set(key, { source, sum: (this.#sums.get(key)?.sum ?? 0n) + by });
  }

  of(source: Source): bigint {
    return this.#sums.get(sourceKey(source))?.sum ?? 0n;
  }

  /** Refuses OPEN_INPUT_MISSING {module, lock, assetId, taken} if something was taken that none of these names. */
  refuseUnnamed(named: readonly Source[]): void {
    if (this.#sums.size === 0) return;
    const keys = new Set(named.map(sourceKey));
    for (const [key, { source: { module, lock, assetId }, sum }] of this.#sums) {
      if (sum > 0n && !keys.has(key)) refuse('OPEN_INPUT_MISSING', { module, lock, assetId: toHex(assetId), taken: String(sum) });
    }
  }
}

/**
 * Binds the open inputs of a transaction whose calls have run. Refuses OPEN_INPUT_OUTSIDE_LIMITS {input, came, atLeast, atMost} for the first that gets less or more than was signed; then
 * OPEN_INPUT_MISSING. @returns what comes of them: one output each, in their order
 */
export function bindOpenInputs({ inputs }: TransactionBody, taken: Taken): readonly Output[] {
  const bound: Output[] = [];
  const named: OpenInput[] = [];
  inputs.forEach((input, index) => {
    if (input.kind !== 'open') return;
    const { assetId, atLeast, atMost, to } = input;
    const came = taken.of(input);
    if (came < atLeast || came > atMost) refuse('OPEN_INPUT_OUTSIDE_LIMITS', { input: index, came: String(came), atLeast: String(atLeast), atMost: String(atMost) });
    named.push(input);
    bound.push({ assetId, value: { kind: 'amount', amount: came }, lock: to });
  });
  taken.refuseUnnamed(named);
  return bound;
}
