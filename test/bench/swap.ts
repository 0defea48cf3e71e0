import { Agent } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { RehearsalRun } from '@bystack/api';
import type { NodeProcess } from '@bystack/chain-core/testing/node-process';
import { round } from '../support/bench';
import type { Bench } from '../support/bench';
import { CALL_MODULES, NEXT_DELIVERIES } from './call-package';
import { startNodes } from './chain-nodes';
import { Load, type LoadAnswer } from './load-orders';

/** A new connection each time: one that idled meets its end. */
const agent = new Agent({ keepAlive: false });
const STRETCH_SECONDS = 10;
/** Signed beforehand for a stretch: at least so many, and so many times what the last one took. What the chain does not take grows old; a chain that takes all of them ends the stretch, and gets more for the next. */
const SIGNED_MIN = 4_000;
const SIGNED_FACTOR = 2;
const IN_FLIGHT = 1_000;
const PER_SECOND = 100;
const STEADY_SECONDS = 10;
const CHANGES = [{ kind: 'publish-package', module: 'rule-book', content: NEXT_DELIVERIES }, { kind: 'swap-package', module: 'rule-book', package: 'deliveries@2.0.0' }];

interface History {
  readonly set: number;
  readonly firstHeights: readonly number[];
  readonly due: object | null;
}

/** A rule book's package is swapped for another that carries every record over, while records go on coming in. */
export const bench: Bench = async ({ validators, records, log }) => {
  const chain = await startNodes({ validators, modules: CALL_MODULES });
  const load = await Load.start(chain.chain, chain.nodes, 'calls');
  const [node] = chain.nodes as [NodeProcess];
  let taken = 0;
  try {
    for (let made = 0, last = 0; made < records; made = await recordsMade(node)) {
      log(`${made} of ${records} records`);
      await load.order({ phase: 'prepare', seconds: 0, transactions: Math.min(records - made, Math.max(SIGNED_MIN, SIGNED_FACTOR * last)) + 2 * IN_FLIGHT });
      last = takenIn(await load.order({ phase: 'saturate', seconds: Math.min(STRETCH_SECONDS, Math.max(2, (records - made) / 1_000)), inFlight: IN_FLIGHT }));
      taken += last;
    }
    log('rehearsal');
    const rehearsed = await rehearse(node);
    if (rehearsed.report!.refusal !== null) throw new Error(`the rehearsal failed: ${JSON.stringify(rehearsed.report!.refusal)}`);
    log(`vote, with ${PER_SECOND} records a second`);
    const approvedHeight = await decide(chain.nodes);
    let gapMsMax = 0;
    let history: History;
    do {
      await load.order({ phase: 'prepare', seconds: 0, transactions: PER_SECOND * (STEADY_SECONDS + 2) });
      const steady = await load.order({ phase: 'steady', seconds: STEADY_SECONDS, perSecond: PER_SECOND });
      taken += takenIn(steady);
      gapMsMax = Math.max(gapMsMax, steady.gapMsMax);
      history = await query<History>(node, 'kernel', 'history', {});
      if (history.set === 0 && history.due === null) throw new Error('the change failed');
    } while (history.set === 0);
    await load.order({ phase: 'prepare', seconds: 0, transactions: 0 }); // Until everything is final, the first block under the new rules too.
    const migrationMs = (await timeOf(node, history.firstHeights[1]!)) - (await timeOf(node, approvedHeight));
    const cutoverMs = (await timeOf(node, history.firstHeights[1]!)) - (await timeOf(node, history.firstHeights[1]! - 1));
    return { rehearsalMs: round(rehearsed.tookMs), cutoverMs, migrationMs, gapMsMax: round(gapMsMax), lost: taken - (await recordsMade(node)), records: await recordsMade(node), entries: rehearsed.done };
  } finally {
    load.stop();
    await chain.stop();
  }
};

/** What nodes took in: each is one record. */
function takenIn({ offered, refused, latenciesMs }: LoadAnswer): number {
  return offered - refused + latenciesMs.length;
}

async function ask<T>(node: NodeProcess, path: string, body: unknown): Promise<T> {
  const answer = await node.call('POST', path, { body: JSON.stringify(body), type: 'application/json', agent });
  if (answer.status >= 300) throw new Error(`${path}: ${answer.body.toString()}`);
  return answer.json() as T;
}

async function rehearse(node: NodeProcess): Promise<RehearsalRun> {
  let run = await ask<RehearsalRun>(node, '/rehearsals', { changes: CHANGES });
  for (; run.report === null; await sleep(50)) run = (await node.call('GET', `/rehearsals/${run.id}`, { agent })).json() as RehearsalRun;
  return run;
}

async function query<T>(node: NodeProcess, module: string, name: string, args: object): Promise<T> {
  return (await ask<{ answer: T }>(node, `/queries/${module}/${name}`, args)).answer;
}

async function recordsMade(node: NodeProcess): Promise<number> {
  const { records } = await query<{ records: readonly { sequence: number }[] }>(node, 'rule-book', 'records', { type: 'delivery', limit: 1 });
  return records[0]?.sequence ?? 0;
}

async function timeOf(node: NodeProcess, height: number): Promise<number> {
  const answer = await node.call('GET', `/blocks/${height}`, { agent });
  return (answer.json() as { timeMs: number }).timeMs;
}

/** Proposed by one validator and approved by as many as it takes. @returns the height of the approval that decided */
async function decide(nodes: readonly NodeProcess[]): Promise<number> {
  let height = await give(nodes[0]!, 'propose-change', { changes: CHANGES });
  for (const node of nodes.slice(1)) {
    const { set, due } = await query<History>(node, 'kernel', 'history', {});
    if (set === 1 || due !== null) break;
    height = await give(node, 'approve-change', { change: 1 });
  }
  return height;
}

/** @returns the height it is recorded at */
async function give(node: NodeProcess, command: string, payload: object): Promise<number> {
  const { txId } = await ask<{ txId: string }>(node, `/committee/${command}`, payload);
  for (let waited = 0; waited < 1_000; waited += 1) {
    const answer = await node.call('GET', `/transactions/${txId}`, { agent });
    const { state, outcome, height = 0 } = answer.json() as { state: string; outcome?: { kind: string }; height?: number };
    if (state === 'final' && outcome?.kind === 'accepted') return height;
    if (state === 'final') throw new Error(`${command}: ${answer.body.toString()}`);
    await sleep(10);
  }
  throw new Error(`${command} did not become final`);
}
