import { Injectable, type BeforeApplicationShutdown } from '@nestjs/common';
import type { Request, Response } from 'express';
import { actorOf } from '../auth';
import { fail } from '../errors';
import { HTTP_LIMITS } from '../http';
import { EventStream } from './event-stream';

/** Every open stream of server-sent events, by the credential it was opened with: revoking the credential ends them. */
@Injectable()
export class LiveStreams implements BeforeApplicationShutdown {
  readonly #open = new Map<string, Set<EventStream>>();

  open(request: Request, response: Response): EventStream {
    const owner = actorOf(request)?.credentialId ?? fail('NOT_SIGNED_IN');
    const streams = this.#open.get(owner) ?? new Set();
    if (streams.size >= HTTP_LIMITS.eventStreamsPerCredential) fail('TOO_MANY_REQUESTS', { facts: { retryAfterSeconds: 10 } });
    const stream = new EventStream(response);
    this.#open.set(owner, streams.add(stream));
    stream.onClose(() => {
      streams.delete(stream);
      if (streams.size === 0) this.#open.delete(owner);
    });
    return stream;
  }

  /** Ends what was opened with a credential that no longer counts. */
  revoke(credentialId: string): void {
    for (const stream of this.#open.get(credentialId) ?? []) stream.close();
  }

  /** Before the server stops: it waits for open answers. */
  beforeApplicationShutdown(): void {
    for (const streams of this.#open.values()) for (const stream of streams) stream.close();
  }
}
