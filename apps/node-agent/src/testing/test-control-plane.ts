import { createServer, type Server } from 'node:https';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { TLSSocket } from 'node:tls';
import type { AgentToControl, ControlToAgent, DesiredNode, EnrolRequest, ObservedNode, SpareKeys } from '@bystack/api';
import { WebSocketServer, type WebSocket } from 'ws';
import { TestAuthority } from './authority';
import { until } from './until';

/** The control plane's half of the conversation with agents, as the seam describes it: real TLS, real sockets, no database. */
export class TestControlPlane {
  readonly observed = new Map<string, ObservedNode>();
  readonly received: AgentToControl[] = [];
  readonly enrolments: EnrolRequest[] = [];
  spares: readonly SpareKeys[] = [];
  incarnation = 'first';
  sparesWanted = 4;
  certificateLivesMs = 3_600_000;
  requestAtOnce: ControlToAgent | undefined;
  renewals = 0;
  connections = 0;
  private revision = 0;
  private nodes: readonly DesiredNode[] = [];
  private socket: WebSocket | undefined;
  private readonly sockets = new WebSocketServer({ noServer: true });

  private constructor(
    readonly authority: TestAuthority,
    readonly port: number,
    private readonly server: Server,
    private readonly secret: string,
  ) {
    server.on('request', (request, response) => void this.answer(request, response));
    server.on('upgrade', (request, socket, head) => {
      if (!(request.socket as TLSSocket).authorized) return socket.end('HTTP/1.1 401 Unauthorized\r\n\r\n');
      this.sockets.handleUpgrade(request, socket, head, (line) => this.talk(line));
    });
  }

  static async start(port = 0, authority?: TestAuthority, as: 'control-plane' | 'host' = 'control-plane'): Promise<TestControlPlane> {
    const ca = authority ?? (await TestAuthority.create());
    const server = createServer({ ...(await ca.server(as)), ca: ca.pem, requestCert: true, rejectUnauthorized: false, minVersion: 'TLSv1.3' });
    await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
    return new TestControlPlane(ca, (server.address() as AddressInfo).port, server, 'one-time');
  }

  joinToken(change: object = {}): string {
    const token = { url: `https://127.0.0.1:${this.port}`, caFingerprint: this.authority.fingerprint, secret: this.secret, ...change };
    return Buffer.from(JSON.stringify(token)).toString('base64url');
  }

  /** Changes the complete wish and sends it. */
  wish(nodes: readonly DesiredNode[]): void {
    this.nodes = nodes;
    this.revision += 1;
    this.sendDesired();
  }
  send(message: ControlToAgent | Record<string, unknown>): void {
    this.socket?.send(JSON.stringify(message));
  }
  dropLine(): void {
    this.socket?.terminate();
  }
  async expectState(nodeId: string, state: ObservedNode['state']): Promise<ObservedNode> {
    const seen = () => this.observed.get(nodeId);
    await until(() => seen()?.state === state, () => `${nodeId} to be ${state}, seen ${JSON.stringify(seen())}`);
    return seen() as ObservedNode;
  }

  async close(): Promise<void> {
    this.sockets.clients.forEach((line) => line.terminate());
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private sendDesired(): void {
    this.send({ kind: 'desired', incarnation: this.incarnation, revision: this.revision, nodes: this.nodes, auditHead: { sequence: 0, hash: '0'.repeat(64) } });
  }

  private talk(line: WebSocket): void {
    this.socket = line;
    this.connections += 1;
    if (this.requestAtOnce) this.send(this.requestAtOnce);
    line.on('message', (data: Buffer) => this.hear(JSON.parse(data.toString()) as AgentToControl));
  }

  private hear(message: AgentToControl): void {
    this.received.push(message);
    if (message.kind === 'hello') this.send({ kind: 'welcome', protocol: 1, incarnation: this.incarnation, sparesWanted: this.sparesWanted });
    if (message.kind === 'observed') for (const node of message.nodes) this.observed.set(node.nodeId, node);
    if (message.kind === 'spares') {
      this.spares = message.keys;
      if (this.revision > 0) this.sendDesired();
    }
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = JSON.parse(Buffer.concat(chunks).toString()) as EnrolRequest;
    const renewing = request.url === '/agent/v1/renew' && (request.socket as TLSSocket).authorized;
    if (!renewing && body.secret !== this.secret) return void response.writeHead(403).end(JSON.stringify({ code: 'JOIN_TOKEN_INVALID', detail: 'used' }));
    if (renewing) this.renewals += 1;
    else this.enrolments.push(body);
    const certificatePem = await this.authority.host(body.csrPem, 'host-1', this.certificateLivesMs);
    response.end(JSON.stringify({ hostId: 'host-1', certificatePem, caPem: this.authority.pem }));
  }
}
