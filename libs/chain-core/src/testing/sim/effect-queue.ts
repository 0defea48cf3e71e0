import type { EngineEffect } from '../../consensus/engine';
import type { Persist } from './write-records';

export interface EffectQueueParts {
  perform(effect: EngineEffect): void;
  /** Writes the records and calls back when they are on disk; never calls back if the node loses power before. */
  persist(records: readonly Persist[], then: () => void): void;
  /** Planted bug: send first, write afterwards. */
  readonly sendsBeforePersist: boolean;
}

/** Performs the effects of one step after the other; those with records wait for the disk first. */
export class EffectQueue {
  private readonly steps: (readonly EngineEffect[])[] = [];

  constructor(private readonly parts: EffectQueueParts) {}

  add(effects: readonly EngineEffect[]): void {
    this.steps.push(effects);
    if (this.steps.length === 1) this.run();
  }

  private run(): void {
    for (let effects = this.steps[0]; effects !== undefined; effects = this.steps[0]) {
      const records = effects.filter((effect) => effect.kind === 'persist');
      const isEarly = this.parts.sendsBeforePersist;
      if (records.length === 0 || isEarly) this.performRest(effects);
      if (records.length > 0) return this.parts.persist(records, () => this.persisted(isEarly ? [] : effects!));
      this.steps.shift();
    }
  }

  private persisted(effects: readonly EngineEffect[]): void {
    this.performRest(effects);
    this.steps.shift();
    this.run();
  }

  private performRest(effects: readonly EngineEffect[]): void {
    for (const effect of effects) if (effect.kind !== 'persist') this.parts.perform(effect);
  }
}
