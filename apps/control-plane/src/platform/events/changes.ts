import { EventEmitter } from 'node:events';
import { Injectable } from '@nestjs/common';
import { Database } from '../db';

export type Topic = 'chains' | 'nodes' | 'hosts' | 'operations' | 'audit' | 'api-keys' | 'committee' | 'badges' | 'members';
export interface Change {
  readonly topic: Topic;
  readonly id: string;
}

/** Tells listeners of this process what is worth fetching again. Carries no data, so losing one costs nothing but freshness. */
@Injectable()
export class Changes {
  readonly #emitter = new EventEmitter().setMaxListeners(0);

  constructor(private readonly database: Database) {}

  /** Announces once the surrounding transaction is committed (at once when there is none). */
  afterCommit(organisationId: string, topic: Topic, id: string): void {
    this.database.afterCommit(() => this.#emitter.emit(organisationId, { topic, id } satisfies Change));
  }

  /** @returns the way to stop listening. */
  listen(organisationId: string, listener: (change: Change) => void): () => void {
    this.#emitter.on(organisationId, listener);
    return () => this.#emitter.off(organisationId, listener);
  }
}
