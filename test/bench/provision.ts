import { setTimeout as sleep } from 'node:timers/promises';
import type { Template } from '@bystack/api';
import { ApiProblem, BystackClient } from '@bystack/sdk';
import { startStack } from '../support/stack';
import { percentile, round, type Bench, type BenchOptions } from '../support/bench';

const TEMPLATE = 'product-traceability';
const FIRST_FINAL_TIMEOUT_MS = 60_000;
const RETRY_MS = 20;

/** From `POST /chains` to the answer that the first transaction is final, through the REST that everybody uses; one chain at a time. */
export const bench: Bench = async (options) => {
  const stack = await startStack({ runtime: options.runtime });
  try {
    const { apiKey } = await stack.owner();
    // Its pauses between repeats would be measured too.
    const client = new BystackClient({ url: stack.url, apiKey, retries: 0 });
    const times: number[] = [];
    for (let run = 1; run <= options.runs; run += 1) {
      times.push(await provisionOnce(client, options, run));
      options.log(`run ${run}: ${Math.round(times[times.length - 1])} ms`);
    }
    return { msP50: round(percentile(times, 0.5)), msP95: round(percentile(times, 0.95)), runs: times.length };
  } finally {
    await stack.stop();
  }
};

async function provisionOnce(client: BystackClient, { validators }: BenchOptions, run: number): Promise<number> {
  await hostWithKeys(client, validators);
  const { samples } = await client.catalogue.template(TEMPLATE);
  const name = `bench ${run}`;
  const began = performance.now();
  const { chain, operation } = await client.chains.create({ name, template: TEMPLATE, validators });
  await firstFinal(client, chain.chainId, samples[0]);
  const took = performance.now() - began;
  await client.operations.wait(operation.id);
  await client.operations.wait((await client.chains.delete(chain.chainId, name)).id);
  return took;
}

/** A chain that is still starting says NODE_UNREACHABLE or CHAIN_NOT_RUNNING; then it is asked again. */
async function firstFinal(client: BystackClient, chainId: string, { module, command, payload }: Template['samples'][number]): Promise<void> {
  const deadline = performance.now() + FIRST_FINAL_TIMEOUT_MS;
  for (;;) {
    try {
      const { state, outcome } = await client.chains.submit(chainId, { module, command, payload, wait: 'final' });
      if (state !== 'final' || outcome?.kind !== 'accepted') throw new Error(`the sample became ${state}: ${JSON.stringify(outcome)}`);
      return;
    } catch (error) {
      const starting = error instanceof ApiProblem && ['NODE_UNREACHABLE', 'CHAIN_NOT_RUNNING'].includes(error.code);
      if (!starting || performance.now() > deadline) throw error;
      await sleep(RETRY_MS);
    }
  }
}

/** The agent makes keys ahead; a host that has just lost some to the last run is given the moment it needs. */
async function hostWithKeys(client: BystackClient, needed: number): Promise<void> {
  const deadline = performance.now() + FIRST_FINAL_TIMEOUT_MS;
  while (performance.now() < deadline) {
    const { items } = await client.hosts.list();
    if (items.some(({ state, spareKeys }) => state === 'connected' && spareKeys >= needed)) return;
    await sleep(50);
  }
  throw new Error(`no connected host has ${needed} spare keys`);
}
