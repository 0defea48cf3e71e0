import { Injectable } from '@nestjs/common';
import type { Request, Response } from 'express';
import type { Actor } from '../../platform/auth';
import { problemError } from '../../platform/errors';
import { LiveStreams, type EventStream } from '../../platform/events';
import { NodeRelay } from '../gateway';
import { LineCutter } from './line-cutter';

interface Wanted {
  readonly by: Actor;
  readonly chainId: string;
  readonly nodeId: string;
  readonly tail: number;
}

/** Answers that go on: they end when the reader leaves, the node does, or the reader's credential is revoked. */
@Injectable()
export class LiveReading {
  constructor(
    private readonly relay: NodeRelay,
    private readonly streams: LiveStreams,
  ) {}

  async events({ by, chainId, from }: { by: Actor; chainId: string; from?: number }, request: Request, response: Response): Promise<void> {
    await this.relay.candidates(by.organisationId, chainId);
    const stream = this.streams.open(request, response);
    const path = `/events${from === undefined ? '' : `?from=${from}`}`;
    await this.#follow(stream, (end) =>
      this.relay.stream(by.organisationId, chainId, path, { head: () => undefined, chunk: (bytes) => stream.relay(bytes), end }),
    );
  }

  /** The node is looked up before the answer begins, so that a foreign id is a plain 404. */
  async followLogs({ by, chainId, nodeId, tail }: Wanted, request: Request, response: Response): Promise<void> {
    await this.relay.node(by.organisationId, chainId, nodeId);
    const stream = this.streams.open(request, response);
    const lines = new LineCutter();
    const chunk = (bytes: Buffer) => lines.cut(bytes).forEach((line) => stream.send('line', line));
    await this.#follow(stream, (end) =>
      this.relay.streamFrom(by.organisationId, chainId, nodeId, `/agent/logs?tail=${tail}&follow=1`, { head: () => undefined, chunk, end }),
    );
  }

  async logs({ by, chainId, nodeId, tail }: Wanted, response: Response): Promise<void> {
    const path = `/agent/logs?tail=${tail}`;
    const chunks: Buffer[] = [];
    await new Promise<void>((settle, reject) => {
      const end = (problem?: { code: string }) =>
        problem ? reject(problemError('NODE_UNREACHABLE', { facts: { reason: problem.code } })) : settle();
      this.relay
        .streamFrom(by.organisationId, chainId, nodeId, path, { head: () => undefined, chunk: (bytes) => void chunks.push(bytes), end })
        .catch(reject);
    });
    response.type('text/plain; charset=utf-8').set('Cache-Control', 'no-store').send(Buffer.concat(chunks));
  }

  async #follow(stream: EventStream, begin: (end: () => void) => Promise<() => void>): Promise<void> {
    try {
      stream.onClose(await begin(() => stream.close()));
    } catch {
      // The head is sent: the reader sees the stream end and comes again.
      stream.close();
    }
  }
}
