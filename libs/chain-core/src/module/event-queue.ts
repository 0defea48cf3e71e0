import { canonicalJson } from '../codec/json';
import type { JsonObject } from '../primitives/json';
import { invariant, refuse } from '../primitives/refusal';
import { LIMITS } from '../protocol/limits';
import type { ModuleEvent } from '../protocol/result';
import type { ActiveModule } from './active-module';

/** Events in the order they were emitted. */
export class EventQueue {
  readonly events: ModuleEvent[] = [];

  get isFull(): boolean {
    return this.events.length >= LIMITS.eventsMax;
  }

  add(module: ActiveModule, name: string, data: JsonObject): void {
    invariant(module.definition.events?.[name], `module ${module.name} declares the event ${name}`);
    if (this.isFull) refuse('TOO_MANY_EVENTS', { module: module.name });
    const bytes = canonicalJson(data);
    if (bytes.length > LIMITS.eventBytesMax) refuse('EVENT_TOO_LARGE', { module: module.name, event: name });
    this.events.push({ module: module.name, name, data: bytes });
  }
}
