import { createServer, type Server } from 'node:https';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { TLSSocket } from 'node:tls';
import { Inject, Injectable, Logger, type BeforeApplicationShutdown } from '@nestjs/common';
import { WebSocketServer } from 'ws';
import { SETTINGS, type Settings } from '../../platform/config';
import { fail, toProblem } from '../../platform/errors';
import { WindowCounter } from '../../platform/rate';
import { AgentConnection } from './agent-connection';
import { readJson, sendJson } from './agent-http';
import { readEnrolRequest, readRenewRequest } from './agent-messages';
import { Agents } from './agents';
import { Authority } from './authority';
import { Conversation } from './conversation';
import { Enrolment } from './enrolment';
import { HOST_LIMITS } from './limits';
import type { HostRow } from './rows';

/** The port agents dial: TLS 1.3, our own CA on both sides. Only enrolment works without a certificate. */
@Injectable()
export class AgentListener implements BeforeApplicationShutdown {
  readonly #log = new Logger('agents');
  readonly #sockets = new Set<Socket>();
  readonly #upgrades = new WebSocketServer({ noServer: true, maxPayload: HOST_LIMITS.frameBytesMax, perMessageDeflate: false });
  readonly #strangers = new WindowCounter(60_000);
  #server: Server | undefined;

  constructor(
    @Inject(SETTINGS) private readonly settings: Settings,
    private readonly authority: Authority,
    private readonly enrolment: Enrolment,
    private readonly agents: Agents,
    private readonly conversation: Conversation,
  ) {}

  /** @returns where agents dial. */
  async listen(): Promise<{ readonly url: string; readonly port: number }> {
    const credentials = await this.authority.serverCredentials();
    const server = createServer({
      ...credentials,
      ca: await this.authority.pem(),
      requestCert: true,
      rejectUnauthorized: false,
      minVersion: 'TLSv1.3',
      headersTimeout: 10_000,
      requestTimeout: 20_000,
    });
    server.on('request', (request: IncomingMessage, response: ServerResponse) => void this.#answer(request, response));
    server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => void this.#upgrade(request, socket, head));
    server.on('connection', (socket: Socket) => {
      this.#sockets.add(socket);
      socket.once('close', () => this.#sockets.delete(socket));
    });
    await new Promise<void>((settle, reject) =>
      server.once('error', reject).listen(this.settings.agentPort, this.settings.agentHost, settle),
    );
    server.on('error', (error) => this.#log.error(error));
    this.#server = server;
    return { url: this.url, port: this.#port };
  }

  get url(): string {
    const host = this.settings.agentHost === '0.0.0.0' ? '127.0.0.1' : this.settings.agentHost;
    return this.settings.agentUrl ?? `https://${host.includes(':') ? `[${host}]` : host}:${this.#port}`;
  }

  get #port(): number {
    return (this.#server?.address() as AddressInfo | null)?.port ?? this.settings.agentPort;
  }

  async beforeApplicationShutdown(): Promise<void> {
    if (!this.#server) return;
    const closed = new Promise((settle) => this.#server?.close(settle));
    setTimeout(() => this.#sockets.forEach((socket) => socket.destroy()), 500).unref();
    await closed;
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      sendJson(response, 200, await this.#route(request), 'application/json');
    } catch (error) {
      const { problem, ours } = toProblem(error);
      if (ours) this.#log.error(error);
      sendJson(response, problem.status, problem, 'application/problem+json');
    }
  }

  async #route(request: IncomingMessage): Promise<unknown> {
    const route = `${request.method} ${request.url}`;
    if (route === 'POST /agent/v1/enrol') return this.enrolment.enrol(readEnrolRequest(await readJson(this.#limited(request))));
    if (route === 'POST /agent/v1/renew')
      return this.enrolment.renew((await this.#host(request)).id, readRenewRequest(await readJson(request)));
    return fail('NOT_FOUND');
  }

  /** Enrolment is the one thing strangers may ask. */
  #limited(request: IncomingMessage): IncomingMessage {
    const count = this.#strangers.add(request.socket.remoteAddress ?? '');
    return count > HOST_LIMITS.enrolmentsPerMinute ? fail('TOO_MANY_REQUESTS', { facts: { retryAfterSeconds: 60 } }) : request;
  }

  async #upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> {
    // Until the WebSocket takes it over, nobody else would hear of an error, and an error nobody hears ends the process.
    socket.on('error', () => socket.destroy());
    try {
      if (request.url !== '/agent/v1/sync') fail('NOT_FOUND');
      const host = await this.#host(request);
      this.#upgrades.handleUpgrade(request, socket, head, (line) => {
        const parts = {
          socket: line,
          receive: this.conversation.receive.bind(this.conversation),
          closed: (connection: AgentConnection) => this.agents.remove(connection),
        };
        this.agents.add(new AgentConnection({ hostId: host.id, organisationId: host.organisationId }, parts));
      });
    } catch (error) {
      const { problem } = toProblem(error);
      socket.end(
        `HTTP/1.1 ${problem.status} Refused\r\nConnection: close\r\nContent-Type: application/problem+json\r\n\r\n${JSON.stringify(problem)}`,
      );
    }
  }

  async #host(request: IncomingMessage): Promise<HostRow> {
    const socket = request.socket as TLSSocket;
    const certificate = socket.authorized ? socket.getPeerCertificate() : undefined;
    if (!certificate?.subject?.CN) return fail('NOT_SIGNED_IN');
    return (
      (await this.enrolment.hostOf(
        String(certificate.subject.CN),
        certificate.serialNumber.toLowerCase(),
        Date.parse(certificate.valid_to),
      )) ?? fail('NOT_SIGNED_IN')
    );
  }
}
