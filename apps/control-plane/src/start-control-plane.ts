import type { AddressInfo } from 'node:net';
import type { Server } from 'node:http';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { OwnPassword, Setup } from './features/auth';
import { AgentListener, Agents, Enrolment, Hosts } from './features/hosts';
import { Organisations } from './features/organisations';
import { Starter, type StarterNews } from './features/starter';
import { makeApp } from './make-app';
import type { Settings } from './platform/config';
import { Installation } from './platform/installation';

/** The first line on stdout. It holds one-time secrets for the person at the terminal: it must not be kept in a file. */
export interface ReadyLine {
  readonly ready: true;
  readonly url: string;
  readonly agentUrl: string;
  readonly agentPort: number;
  /** While there is no administrator. */
  readonly setupUrl?: string;
  /** When a password is to be reset: the one-time link; null: there is nobody with this address. */
  readonly resetUrl?: string | null;
  readonly localJoinToken: string;
  readonly starterPending: boolean;
}
export interface HostNews {
  /** The host's name. */
  readonly hostConnected: string;
  readonly spareKeys: number;
}
export interface ControlPlane {
  readonly app: NestExpressApplication;
  readonly ready: ReadyLine;
  /** `tell` hears of every host that has connected and can take nodes. */
  onHost(tell: (news: HostNews) => void): void;
  runStarter(tell: (news: StarterNews) => void): Promise<void>;
  close(): Promise<void>;
}

/** In order: 1. the app with its database, 2. which life of it this is, 3. agents, 4. people. Closing goes backwards (Nest's shutdown hooks). */
export async function startControlPlane(settings: Settings): Promise<ControlPlane> {
  const app = await makeApp(settings); // 1
  try {
    await app.get(Installation).start(); // 2
    const organisation = await app.get(Organisations).founder();
    const agents = await app.get(AgentListener).listen(); // 3
    await app.listen(settings.port, settings.host); // 4
    const url = urlOf(app.getHttpServer() as Server, settings.host);
    const { token } = await app.get(Enrolment).makeToken(organisation.id, agents.url);
    const setup = app.get(Setup);
    const setupUrl = (await setup.needed()) ? { setupUrl: `${url}/setup#token=${await setup.link()}` } : {};
    const resetUrl = settings.resetPasswordOf === null ? {} : { resetUrl: await resetUrlFor(app, url, settings.resetPasswordOf) };
    const starter = app.get(Starter);
    const ready: ReadyLine = {
      ready: true,
      url,
      agentUrl: agents.url,
      agentPort: agents.port,
      ...setupUrl,
      ...resetUrl,
      localJoinToken: token,
      starterPending: await starter.pending(),
    };
    return {
      app,
      ready,
      onHost: (tell) => watchHosts(app, organisation.id, tell),
      runStarter: (tell) => starter.run(tell),
      close: () => app.close(),
    };
  } catch (error) {
    await app.close();
    throw error;
  }
}

async function resetUrlFor(app: NestExpressApplication, url: string, email: string): Promise<string | null> {
  const link = await app.get(OwnPassword).linkFor(email);
  return link === undefined ? null : `${url}${link.path}`;
}

function watchHosts(app: NestExpressApplication, organisationId: string, tell: (news: HostNews) => void): void {
  const report = async (hostId: string) => {
    const { name, spareKeys } = await app.get(Hosts).get(organisationId, hostId);
    tell({ hostConnected: name, spareKeys });
  };
  const agents = app.get(Agents);
  agents.onRoom((hostId) => void report(hostId).catch(() => undefined));
  for (const hostId of agents.connectedHostIds()) if (agents.connection(hostId)?.stocked) void report(hostId).catch(() => undefined);
}

function urlOf(server: Server, host: string): string {
  const { port } = server.address() as AddressInfo;
  const name = host === '0.0.0.0' ? '127.0.0.1' : host;
  return `http://${name.includes(':') ? `[${name}]` : name}:${port}`;
}
