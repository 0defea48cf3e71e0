import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { request } from 'node:http';
import type { Agent } from 'node:http';
import { createInterface } from 'node:readline';
import type { LocalFolder } from './local-chain';

export interface RpcAnswer {
  readonly status: number;
  readonly body: Buffer;
  json(): any; // eslint-disable-line @typescript-eslint/no-explicit-any -- tests look into answers as they like
}

export interface NodeProcessOptions {
  readonly folder: LocalFolder;
  /** Compiled node program. */
  readonly program: string;
  readonly nodeArguments?: readonly string[];
  /** Besides what it inherits. */
  readonly environment?: Readonly<Record<string, string>>;
  /** Program and arguments that run it, a tracer for instance; the process itself must stay a child of this one. */
  readonly runBy?: readonly string[];
}

/** Ended with this process, if it ends before it has ended them. */
const running = new Set<ChildProcess>();
process.on('exit', () => running.forEach((child) => child.kill('SIGKILL')));

/** One node as a real process. */
export class NodeProcess {
  readonly folder: LocalFolder;
  readonly #options: NodeProcessOptions;
  #child: ChildProcess | undefined;
  /** Lines of its log, newest last. */
  readonly lines: string[] = [];
  /** Which of them is the first of its present life. */
  startedAtLine = 0;

  constructor(options: NodeProcessOptions) {
    this.#options = options;
    this.folder = options.folder;
  }

  get pid(): number {
    if (this.#child?.pid === undefined) throw new Error('the node is not running');
    return this.#child.pid;
  }

  /** Starts it; resolves when it serves, rejects with its last words when it ends instead. */
  async start(): Promise<void> {
    const { program, nodeArguments = [], environment = {}, runBy = [], folder } = this.#options;
    const [command, ...words] = [...runBy, process.execPath, ...nodeArguments, program, '--dir', folder.dir];
    const child = spawn(command!, words, { env: { ...process.env, ...environment }, stdio: ['ignore', 'pipe', 'inherit'] });
    this.#child = child;
    running.add(child.once('exit', () => running.delete(child)));
    this.startedAtLine = this.lines.length;
    await new Promise<void>((resolve, reject) => {
      createInterface({ input: child.stdout! }).on('line', (line) => {
        this.lines.push(line);
        if (line.startsWith('{"ready":true')) resolve();
      });
      child.once('exit', (code, signal) => reject(new Error(`the node ended with ${signal ?? code}: ${this.lines.at(-1) ?? ''}`)));
    });
  }

  /** Resolves with the exit code (or the signal) once it has ended. */
  async ended(): Promise<number | string> {
    const child = this.#child!;
    if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
    return child.signalCode ?? child.exitCode!;
  }

  async kill(signal: NodeJS.Signals = 'SIGKILL'): Promise<number | string> {
    this.#child?.kill(signal);
    return this.ended();
  }

  /** Calls its RPC. */
  call(method: string, path: string, options: { body?: Uint8Array | string; type?: string; token?: string; agent?: Agent } = {}): Promise<RpcAnswer> {
    const { body, type = 'application/octet-stream', token = this.folder.rpcToken, agent } = options;
    const headers = { authorization: `Bearer ${token}`, ...(body !== undefined && { 'content-type': type }) };
    return new Promise((resolve, reject) => {
      const sent = request({ host: '127.0.0.1', port: this.folder.rpcPort, method, path, headers, ...(agent && { agent }) }, (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('error', reject);
        response.on('end', () => {
          const whole = Buffer.concat(chunks);
          resolve({ status: response.statusCode!, body: whole, json: () => JSON.parse(whole.toString('utf8')) });
        });
      });
      sent.on('error', reject);
      sent.end(body);
    });
  }
}
