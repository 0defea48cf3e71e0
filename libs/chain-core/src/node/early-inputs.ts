import type { EngineInput } from './engine-input';
import { NODE } from './limits';

/**
 * What comes before the engine may take part. A validator may wait for its quorum for days, so this is bounded; but only messages are ever left
 * out, since they are sent again. What this node itself has to say is said once: the newest of each kind tells all of it.
 */
export class EarlyInputs {
  readonly #messages: EngineInput[] = [];
  readonly #newest = new Map<EngineInput['kind'], EngineInput>();

  push(input: EngineInput): void {
    if (input.kind === 'work' || input.kind === 'advanced') this.#newest.set(input.kind, input);
    else if (input.kind === 'message' && this.#messages.length < NODE.inputsBeforeStartMax) this.#messages.push(input);
    // Seats that connect are greeted at the start; nothing else comes before it.
  }

  /** What to step after the start: first how far the chain has come, because messages are judged by that. */
  take(): readonly EngineInput[] {
    const first = this.#newest.get('advanced');
    const last = this.#newest.get('work');
    return [...(first === undefined ? [] : [first]), ...this.#messages.splice(0), ...(last === undefined ? [] : [last])];
  }
}
