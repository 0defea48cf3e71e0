import type { AnyModule, ModuleInForce } from '../../module/active-module';
import type { Json, JsonObject } from '../../primitives/json';
import type { AnyHarness } from '../module-harness';

const VALIDATOR = 'test node 0';
const BLOCKS_MAX = 40;

/** Puts another module in the place of one, by the vote of the chain's one validator, with what that one holds without an owner if it declares so. @returns the event that it ended with: `modules-changed`, or `change-failed` and why */
export async function changeModule(chain: AnyHarness, from: string, to: AnyModule, parameters: JsonObject): Promise<{ readonly name: string; readonly data: Json }> {
  const by = { name: to.name, version: to.version, parameters };
  const { modules } = (await chain.query('kernel', 'modules')) as unknown as { readonly modules: readonly ModuleInForce[] };
  const takesOver = modules.some(({ name, version }) => name === from && to.migrateFrom?.[`${name}@${version}`]?.takesOver !== undefined);
  const proposed = await give(chain, 'propose-change', { changes: [{ kind: 'swap-module', module: from, by, ...(takesOver && { takesOver }) }] } as unknown as Json);
  const { change } = proposed.find(({ name }) => name === 'change-proposed')!.data as { change: number };
  for (const command of ['confirm-modules', 'approve-change']) await give(chain, command, { change });
  for (let blocks = 0; blocks < BLOCKS_MAX; blocks += 1) {
    const ended = chain.blockEvents.find(({ name }) => name === 'modules-changed' || name === 'change-failed');
    if (ended !== undefined) return ended;
    await chain.block([]);
  }
  throw new Error(`${from} has not become ${to.name} within ${BLOCKS_MAX} blocks`);
}

async function give(chain: AnyHarness, command: string, payload: Json): Promise<readonly { readonly name: string; readonly data: Json }[]> {
  const { accepted, code, facts, events } = await chain.call({ module: 'kernel', command, payload, actor: VALIDATOR });
  if (!accepted) throw new Error(`${command}: ${code} ${JSON.stringify(facts)}`);
  return events;
}
