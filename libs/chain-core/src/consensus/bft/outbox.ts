import type { Bytes } from '../../primitives/bytes';
import type { EngineEffect } from '../engine';

/** The effects of one step: persist effects first, so that one sync covers them all and nothing leaves before it. */
export class Outbox {
  private records: EngineEffect[] = [];
  private rest: EngineEffect[] = [];

  persist(view: number, record: Bytes): void {
    this.records.push({ kind: 'persist', view, record });
  }

  add(effect: Exclude<EngineEffect, { kind: 'persist' }>): void {
    this.rest.push(effect);
  }

  send(to: number | 'all', bytes: Bytes): void {
    this.rest.push({ kind: 'send', to, bytes });
  }

  take(): readonly EngineEffect[] {
    const effects = this.records.length === 0 ? this.rest : this.records.concat(this.rest);
    this.records = [];
    this.rest = [];
    return effects;
  }
}
