import { spawn } from 'node:child_process';
import { resolve } from 'node:path';
import type { Stack } from './stack';

const LAUNCHER = resolve(__dirname, '../../libs/sdk/bin/bystack.js');
const PATIENCE_MS = 150_000;
const LOOK_EVERY_MS = 250;

export interface Told {
  readonly exit: number | null;
  readonly out: string;
  readonly err: string;
}

/** Runs the command as a person does, in a folder of theirs. @returns what it said, however it ended */
export async function runBystack(words: readonly string[], { home, env = {}, input = '' }: { readonly home: string; readonly env?: Readonly<Record<string, string>>; readonly input?: string }): Promise<Told> {
  const said = { out: '', err: '' };
  const child = spawn(process.execPath, [LAUNCHER, ...words], { cwd: home, env: { PATH: process.env.PATH, HOME: home, ...env } });
  child.stdout.on('data', (chunk) => (said.out += String(chunk)));
  child.stderr.on('data', (chunk) => (said.err += String(chunk)));
  child.stdin.on('error', () => undefined).end(input);
  const exit = await new Promise<number | null>((settle, fail) => child.once('error', fail).once('close', settle));
  return { exit, ...said };
}

/** Somebody with an API key: asks over REST, and uses the command line in a folder of their own. */
export class Person {
  constructor(
    private readonly stack: Pick<Stack, 'url'>,
    private readonly key: string,
    private readonly home: string,
  ) {}

  async ask<T>(method: string, path: string, body?: object): Promise<{ status: number; body: T }> {
    const response = await fetch(`${this.stack.url}/api/v1${path}`, { method, headers: { authorization: `Bearer ${this.key}`, 'content-type': 'application/json' }, body: body && JSON.stringify(body) });
    return { status: response.status, body: (await response.json()) as T };
  }

  async get<T>(path: string): Promise<T> {
    return (await this.ask<T>('GET', path)).body;
  }

  /** @returns what it said, however it ended. */
  tries(...words: string[]): Promise<Told> {
    return runBystack(words, { home: this.home, env: { BYSTACK_URL: this.stack.url, BYSTACK_API_KEY: this.key } });
  }

  /** @returns what it said. Throws unless it ended well. */
  async bystack(...words: string[]): Promise<string> {
    const { exit, out, err } = await this.tries(...words);
    if (exit !== 0) throw new Error(`bystack ${words.join(' ')} ended with ${String(exit)}: ${err}`);
    return out;
  }
}

/** Looks until what is found holds, and returns it; throws with the last that was found when that takes too long. */
export async function until<T>(what: string, look: () => Promise<T>, holds: (found: T) => boolean): Promise<T> {
  const endMs = Date.now() + PATIENCE_MS;
  for (;;) {
    const found = await look();
    if (holds(found)) return found;
    if (Date.now() > endMs) throw new Error(`not in time: ${what}; last: ${JSON.stringify(found).slice(0, 1500)}`);
    await new Promise((settle) => setTimeout(settle, LOOK_EVERY_MS));
  }
}
