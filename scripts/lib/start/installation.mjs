// What runs under `npm start`, wired in one place: PostgreSQL → control plane → local agent; stopped in reverse.
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort, startPostgres } from '../postgres.mjs';
import { signal, until } from '../processes.mjs';
import { DEFAULT_AGENT_PORT } from './options.mjs';
import { isFree } from './ports.mjs';
import { Program } from './program.mjs';
import { followStarter } from './starter.mjs';

const STARTER_TEMPLATE = 'product-traceability';
const NODES_STOP_MS = 40_000;
const HOST_CONNECTED_MS = 10_000;
const DATABASE_BACKOFF_MS = 500;

export class Installation {
  #stopping = false;
  #database;

  /**
   * @param {{root: string, data: string, port: number, runtime: string, starter: boolean, environment: NodeJS.ProcessEnv}} options
   * @param {{say: (line: string) => void, giveUp: (error: Error) => void}} parts
   */
  constructor(options, parts) {
    this.options = options;
    this.parts = parts;
    const program = (name, more) => new Program({ name, data: options.data, script: join(options.root, `dist/apps/${name}/src/main.js`), ...more }, parts);
    this.controlPlane = program('control-plane', { env: () => this.#controlPlaneEnvironment() });
    this.agent = program('node-agent', { env: () => this.#agentEnvironment() });
  }

  /** @returns {Promise<{url: string, setupUrl?: string, resetUrl?: string | null}>} */
  async start() {
    const { say } = this.parts;
    await this.#startDatabase();
    this.agentPort = await this.#chooseAgentPort();
    // A chain can be made when the local host is known with keys for its nodes.
    const hostConnected = this.controlPlane.heard((line) => line.hostConnected === 'local');
    // An enrolled agent needs no control plane to bring its nodes back.
    const early = this.#isEnrolled() ? this.agent.start() : undefined;
    early?.catch(() => {});
    this.facts = await this.controlPlane.start();
    say(`the console answers at ${this.facts.url}`);
    this.#remember({ agentPort: Number(new URL(this.facts.agentUrl).port) });
    this.starterDone = this.facts.starterPending ? followStarter(this.controlPlane, say) : Promise.resolve();
    await (early ?? this.agent.start());
    // Being late is no reason not to start.
    await Promise.race([hostConnected, sleep(HOST_CONNECTED_MS, undefined, { ref: false })]);
    say(`the local agent is up (runtime ${this.options.runtime})`);
    return this.facts;
  }

  /** Of what runs now. */
  get pids() {
    return { postgres: this.#database?.pid, controlPlane: this.controlPlane.pid, agent: this.agent.pid };
  }

  async #startDatabase() {
    const given = this.options.environment.DATABASE_URL;
    if (given) {
      this.databaseUrl = given;
      return this.parts.say(`using the PostgreSQL at ${new URL(given).host} (DATABASE_URL)`);
    }
    await this.#launchDatabase(0);
    this.databaseUrl = this.#database.url;
    this.parts.say(`PostgreSQL is up${this.#database.created ? ' (new database)' : ''}`);
  }

  async #launchDatabase(port) {
    this.#database = await startPostgres({ dataDir: join(this.options.data, 'postgres'), port, log: this.parts.say });
    void this.#database.gone.then(() => this.#databaseGone(this.#database.port));
  }

  /** On the same port, so that the control plane's connections find it again. */
  async #databaseGone(port) {
    if (this.#stopping) return;
    this.parts.say('PostgreSQL ended; starting it again');
    await until(() => this.#stopping, DATABASE_BACKOFF_MS);
    if (!this.#stopping) await this.#launchDatabase(port).catch((error) => this.parts.giveUp(error));
  }

  /** Agents keep the address they enrolled at, so the port of the first start stays. */
  async #chooseAgentPort() {
    const given = this.options.environment.AGENT_PORT;
    if (given) return Number(given);
    const { agentPort } = this.#memory();
    if (agentPort) return agentPort;
    return this.options.port !== 0 && (await isFree(DEFAULT_AGENT_PORT)) ? DEFAULT_AGENT_PORT : freePort();
  }

  #controlPlaneEnvironment() {
    const { data, port, root, starter, environment } = this.options;
    return {
      DATABASE_URL: this.databaseUrl,
      DATA_DIR: join(data, 'control-plane'),
      HOST: environment.HOST || '127.0.0.1',
      // After the first start the port stays, also when any free one was asked for.
      PORT: String(this.facts ? new URL(this.facts.url).port : port),
      AGENT_PORT: String(this.agentPort),
      CONSOLE_DIR: join(root, 'dist/apps/admin-console'),
      TEMPLATES_DIR: join(root, 'templates'),
      RESET_PASSWORD_OF: this.facts ? '' : (this.options.resetPasswordOf ?? ''),
      BYSTACK_STARTER: starter ? STARTER_TEMPLATE : '',
    };
  }

  get #agentFolder() {
    return join(this.options.data, 'agent');
  }

  #isEnrolled() {
    return existsSync(join(this.#agentFolder, 'identity/identity.json'));
  }

  #agentEnvironment() {
    // The database is the control plane's affair alone.
    return { DATABASE_URL: '', REDIS_URL: '', DATA_DIR: this.#agentFolder, RUNTIME: this.options.runtime, HOST_NAME: 'local', JOIN_TOKEN: this.#isEnrolled() ? '' : (this.facts.localJoinToken ?? '') };
  }

  #memory() {
    const file = join(this.options.data, 'run/installation.json');
    return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {};
  }

  #remember(facts) {
    const file = join(this.options.data, 'run/installation.json');
    writeFileSync(`${file}.draft`, JSON.stringify({ ...this.#memory(), ...facts }));
    renameSync(`${file}.draft`, file);
  }

  /** Nodes first, while the control plane can still see them stop; the database last. */
  async stop() {
    this.#stopping = true;
    await this.agent.stop('SIGINT', NODES_STOP_MS);
    await this.controlPlane.stop();
    await this.#database?.stop();
  }

  /** The impatient way; the next start cleans up. */
  kill() {
    this.#stopping = true;
    this.agent.kill();
    this.controlPlane.kill();
    if (this.#database) signal(this.#database.pid, 'SIGQUIT');
  }
}
