// One program under supervision: its own process group (Ctrl-C is ours to pass on), its log in a file that it keeps when we die, machine lines
// (JSON, one a line) on its stdout, and a start again when it ends by itself.
import { spawn } from 'node:child_process';
import { appendFileSync, closeSync, existsSync, openSync, readFileSync, renameSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { isAlive, stopProcess, until } from '../processes.mjs';
import { forgetProgram, noteProgram } from './orphan.mjs';

const LOG_BYTES_MAX = 20 << 20;
const BACKOFF_MS = [250, 500, 1000, 2000, 5000, 10_000, 15_000];
/** A program that ran this long starts its next backoff from the beginning. */
const STEADY_MS = 60_000;
const FAST_ENDS_MAX = 8;
const READY_TIMEOUT_MS = 120_000;
const LAST_LINES = 12;
/** One of these keys makes a line of stdout one for us. */
const MACHINE_LINES = ['ready', 'starter', 'hostConnected', 'portTaken'];

/** A program ended before it was ready, or never became so. */
export class ProgramFailed extends Error {
  /** @param {string} message @param {number} [exitCode] @param {number} [portTaken] the port that somebody else listens on */
  constructor(message, exitCode, portTaken) {
    super(message);
    this.exitCode = exitCode;
    this.portTaken = portTaken;
  }
}

export class Program {
  #child;
  #stopping = false;
  #fastEnds = 0;
  #listeners = new Set();

  /**
   * @param {{name: string, script: string, data: string, env: () => Record<string, string>}} options
   * @param {{say: (line: string) => void, giveUp: (error: Error) => void}} parts
   */
  constructor(options, parts) {
    this.options = options;
    this.parts = parts;
    this.logFile = join(options.data, 'logs', `${options.name}.log`);
  }

  get pid() {
    return this.#child?.pid;
  }

  /** Calls `listener` with every machine line. @param {(line: object) => void} listener @returns {() => void} stops it */
  onLine(listener) {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** @param {(line: object) => boolean} isIt @returns {Promise<object>} the first machine line from now on that is it */
  heard(isIt) {
    return new Promise((settle) => {
      const stopListening = this.onLine((line) => {
        if (!isIt(line)) return;
        stopListening();
        settle(line);
      });
    });
  }

  /** Starts it and waits for its line with `ready`. @returns {Promise<object>} that line @throws {ProgramFailed} */
  async start() {
    let ready;
    let ended;
    let portTaken;
    const stopListening = this.onLine((line) => {
      if (line.ready === true) ready ??= line;
      portTaken ??= line.portTaken;
    });
    const startedAt = performance.now();
    const child = this.#spawn();
    const gone = new Promise((settle) => child.once('exit', (code, by) => settle({ code, by })).once('error', (error) => settle({ code: null, by: error.message })));
    void gone.then((how) => (ended = how));
    await until(() => ready || ended, READY_TIMEOUT_MS);
    stopListening();
    if (!ready) throw await this.#failure(child, ended, portTaken);
    void gone.then((how) => this.#restart(how, startedAt));
    return ready;
  }

  #spawn() {
    const { name, script, data, env } = this.options;
    if (existsSync(this.logFile) && statSync(this.logFile).size > LOG_BYTES_MAX) renameSync(this.logFile, `${this.logFile}.1`);
    const log = openSync(this.logFile, 'a', 0o600);
    const child = spawn(process.execPath, [script], { cwd: data, env: { ...process.env, TZ: 'UTC', NODE_ENV: 'production', ...env() }, stdio: ['ignore', 'pipe', log], detached: true });
    closeSync(log);
    createInterface({ input: child.stdout }).on('line', (line) => this.#hear(line));
    this.#child = child;
    if (child.pid) noteProgram(data, name, child.pid);
    return child;
  }

  /** A full disk costs the log line, not the programs. */
  #write(text) {
    try {
      appendFileSync(this.logFile, `${text}\n`);
    } catch {}
  }

  /** The ready line may hold one-time secrets, so machine lines are never written down. */
  #hear(text) {
    const line = parseObject(text);
    if (line && MACHINE_LINES.some((key) => key in line)) for (const listener of this.#listeners) listener(line);
    else this.#write(text);
  }

  async #failure(child, ended, portTaken) {
    if (!ended) await stopProcess(child.pid, [['SIGTERM', 5_000], ['SIGKILL', 5_000]]);
    const why = ended ? `ended with ${ended.by ?? `code ${ended.code}`}` : `did not become ready in ${READY_TIMEOUT_MS / 1000} s`;
    const lastLines = readFileSync(this.logFile, 'utf8').trimEnd().split('\n').slice(-LAST_LINES);
    return new ProgramFailed(`The ${this.options.name} ${why}. The end of ${this.logFile} says:\n${lastLines.map((line) => `  ${line.slice(0, 400)}`).join('\n')}`, ended?.code ?? undefined, portTaken);
  }

  async #restart(how, startedAt) {
    if (this.#stopping) return;
    this.#fastEnds = performance.now() - startedAt > STEADY_MS ? 1 : this.#fastEnds + 1;
    this.parts.say(`the ${this.options.name} ended (${how.by ?? `code ${how.code}`}); starting it again`);
    await until(() => this.#stopping, BACKOFF_MS[Math.min(this.#fastEnds, BACKOFF_MS.length) - 1]);
    if (this.#stopping) return;
    const again = performance.now();
    try {
      await this.start();
      this.parts.say(`the ${this.options.name} is up again`);
    } catch (error) {
      if (this.#stopping) return;
      if (this.#fastEnds >= FAST_ENDS_MAX) this.parts.giveUp(error);
      else await this.#restart({ code: error.exitCode ?? 'none' }, again);
    }
  }

  /** @param {NodeJS.Signals} how the first signal @param {number} patienceMs until SIGKILL */
  async stop(how = 'SIGTERM', patienceMs = 20_000) {
    this.#stopping = true;
    if (this.pid && isAlive(this.pid)) await stopProcess(this.pid, [[how, patienceMs], ['SIGKILL', 5_000]]);
    if (this.pid) forgetProgram(this.options.data, this.options.name);
  }

  /** At once, leaving the cleaning up to the next start. */
  kill() {
    this.#stopping = true;
    if (this.pid && isAlive(this.pid)) process.kill(this.pid, 'SIGKILL');
  }
}

function parseObject(text) {
  if (!text.startsWith('{')) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
