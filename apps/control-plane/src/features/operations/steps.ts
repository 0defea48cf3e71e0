import type { OperationStep, Words } from '@bystack/api';

/** What is observed of one step now. */
export interface StepFact {
  readonly name: string;
  readonly words: Words;
  readonly done: number;
  readonly of: number;
}

/**
 * Steps as they are shown, from what was shown before and what is observed now. They go in order: a step runs while all before it are done.
 * What was once observed done stays done (a node that falls over later is the chain's state, not this operation's).
 */
export function advance(before: readonly OperationStep[], facts: readonly StepFact[], nowMs: number): OperationStep[] {
  let open = true;
  return facts.map(({ name, words, done, of }) => {
    const old = before.find((step) => step.name === name);
    const finished = old?.state === 'done' || (open && done >= of);
    const state = finished ? 'done' : open ? 'running' : 'waiting';
    const startedAtMs = old?.startedAtMs ?? (open ? nowMs : null);
    const step = {
      name,
      words,
      state,
      startedAtMs,
      endedAtMs: finished ? (old?.endedAtMs ?? nowMs) : null,
      progress: { done: finished ? of : done, of },
    } as const;
    open &&= finished;
    return step;
  });
}

/** The step that was running is the one that failed. */
export function failStep(steps: readonly OperationStep[], nowMs: number): OperationStep[] {
  return steps.map((step) => (step.state === 'running' ? { ...step, state: 'failed', endedAtMs: nowMs } : step));
}

export function allDone(steps: readonly OperationStep[]): boolean {
  return steps.every(({ state }) => state === 'done');
}

/** Whether anything moved: then the operation is alive. */
export function moved(before: readonly OperationStep[], after: readonly OperationStep[]): boolean {
  const shape = (steps: readonly OperationStep[]) =>
    JSON.stringify(steps.map(({ name, state, progress }) => [name, state, progress?.done, progress?.of]));
  return shape(before) !== shape(after);
}
