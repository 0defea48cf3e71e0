import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { spaceName, type ModuleInForce } from '@bystack/chain-core/module/active-module';
import type { Json } from '@bystack/chain-core/primitives/json';
import { makeLocalChain, writeLocalFolders, type LocalChain } from '@bystack/chain-core/testing/local-chain';
import { NodeProcess } from '@bystack/chain-core/testing/node-process';
import type { ModuleChoice } from '@bystack/chain-core/protocol/genesis';
import type { SealedTransaction } from '@bystack/chain-core/protocol/transaction';
import type { Market } from './market-order';

const PROGRAM = join(__dirname, '../../../dist/test/support/node-with-more.js');

/** What a node says of a transaction. */
export interface Told {
  readonly state?: string;
  readonly outcome?: { readonly kind: string; readonly code?: string };
  readonly code?: string;
}

/** Four validators as processes, and an observer that is started later: each has the test's modules in its software. */
export class MarketNodes {
  readonly chain: LocalChain;
  #nodes: readonly NodeProcess[] = [];
  readonly #dir = mkdtempSync(join(tmpdir(), 'take-over-'));

  constructor() {
    if (!existsSync(PROGRAM)) throw new Error(`${PROGRAM} is missing: run npm run build`);
    const modules: readonly ModuleChoice[] = [{ name: 'market', version: '1.0.0', params: {} }, { name: 'counter', version: '1.0.0', params: { max: 1_000_000 } }];
    this.chain = makeLocalChain({ validators: 4, observers: 1, modules });
  }

  async start(): Promise<void> {
    this.#nodes = (await writeLocalFolders(this.chain, this.#dir, 'warn')).map((folder) => new NodeProcess({ folder, program: PROGRAM }));
    await Promise.all([0, 1, 2, 3].map((i) => this.node(i).start()));
  }

  node(i: number): NodeProcess {
    return this.#nodes[i]!;
  }

  async submit({ bytes }: SealedTransaction, at: number): Promise<Told> {
    return (await this.node(at).call('POST', '/transactions?wait=final&timeoutMs=30000', { body: bytes })).json();
  }

  async ask<T>(at: number, module: string, query: string, args: Json = {}): Promise<T> {
    return (await this.node(at).call('POST', `/queries/${module}/${query}`, { body: JSON.stringify(args), type: 'application/json' })).json().answer;
  }

  async height(at: number): Promise<number> {
    return (await this.node(at).call('GET', '/status')).json().finalHeight;
  }

  async market(at: number): Promise<Market> {
    const { modules } = await this.ask<{ modules: readonly ModuleInForce[] }>(at, 'kernel', 'modules');
    const found = modules.find(({ name }) => name === 'market' || name === 'bazaar')!;
    return { name: found.name, space: spaceName(found) };
  }

  /** A command of this node's seat, final on it. @returns `accepted`, or the code it was refused with */
  async give(at: number, command: string, payload: object): Promise<string> {
    const given = (await this.node(at).call('POST', `/committee/${command}`, { body: JSON.stringify(payload), type: 'application/json' })).json() as { txId?: string; code?: string };
    if (given.txId === undefined) return given.code!;
    const told = await this.until(`${command} of seat ${at} is final`, async () => (await this.node(at).call('GET', `/transactions/${given.txId}`)).json() as Told, ({ state }) => state === 'final');
    return told.outcome?.kind === 'refused' ? told.outcome.code! : told.outcome!.kind;
  }

  async until<T>(what: string, look: () => Promise<T>, holds: (found: T) => boolean): Promise<T> {
    for (let tries = 0; tries < 3_000; tries += 1) {
      const found = await look();
      if (holds(found)) return found;
      await new Promise((settle) => setTimeout(settle, 20));
    }
    throw new Error(`it never came: ${what}; now ${JSON.stringify(await look())}`);
  }

  async close(): Promise<void> {
    await Promise.all(this.#nodes.map((node) => node.kill().catch(() => undefined)));
    rmSync(this.#dir, { recursive: true, force: true });
  }
}
