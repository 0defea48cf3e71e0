import type { Operation } from '@bystack/api';
import { text, type Call, type Option } from './command';
import { UsageError } from './exit';

export const WAIT_OPTIONS: Readonly<Record<string, Option>> = {
  'no-wait': { type: 'boolean', help: 'do not wait for the end' },
  timeout: { type: 'string', value: 'SECONDS', help: 'how long to wait (default 120)' },
};

export function seconds(call: Call, fallback: number): number {
  const given = text(call.values, 'timeout');
  const value = given === undefined ? fallback : Number(given);
  if (!(value > 0 && value <= 86_400)) throw new UsageError(`--timeout takes a number of seconds, not “${given}”.`);
  return value;
}

/** Tells each step as it is observed. @returns the operation as it ended, or as it is with --no-wait. */
export async function followOperation(call: Call, operation: Operation): Promise<Operation> {
  const timeoutMs = seconds(call, 120) * 1000;
  if (call.values['no-wait']) return operation;
  const told = new Set<string>();
  return call.client().operations.wait(operation.id, { timeoutMs, onChange: (seen) => tell(call, seen, told) });
}

function tell(call: Call, { steps }: Operation, told: Set<string>): void {
  for (const { name, words, state, progress } of steps) {
    if (state === 'waiting' || told.has(`${name} ${state}`)) continue;
    told.add(`${name} ${state}`);
    call.progress(`${state === 'done' ? '✓' : state === 'failed' ? '✗' : '…'} ${words.en}${progress && state === 'running' ? ` (${progress.done} of ${progress.of})` : ''}`);
  }
}
