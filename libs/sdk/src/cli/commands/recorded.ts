import { objectOf, type ChainView, type EventView, type Json, type JsonObject, type ModuleCard, type TransactionView } from '@bystack/api';
import { ApiProblem } from '../../client/errors';
import type { Call } from '../command';
import { oneLine } from '../printable';
import { quoted } from '../quoted';
import { counted } from '../table';

/** Of one transaction so many things are told, and of each so many lines; the rest with --json, or by asking for it. */
const TOLD_MAX = 8;
const LINES_MAX = 12;
const INDENT = '            ';

interface Version extends JsonObject {
  readonly state: string;
  readonly version: number;
  readonly txId: string;
}
interface Asked {
  readonly call: Call;
  readonly chain: ChainView;
  readonly txId: string;
  /** Of modules by whose rules it was recorded; undefined: those in force. */
  readonly set: number | undefined;
}

/** What a transaction left on the chain: each record as it was recorded then and whether it is still so, and what else its events say. */
export async function recordedLines(view: TransactionView, cards: readonly ModuleCard[], asked: Asked): Promise<string[]> {
  const [told, more] = [view.events.slice(0, TOLD_MAX), view.events.length - TOLD_MAX];
  const lines = await Promise.all(told.map((event) => (isOfRecord(event, cards) ? recordLines(event, asked) : eventLines(event, cards))));
  return [...lines.flat(), ...(more > 0 ? [`recorded    and ${counted(more, 'more thing')}: all of it with --json`] : [])];
}

/** A record that its module tells every version of. */
function isOfRecord({ module, data }: EventView, cards: readonly ModuleCard[]): boolean {
  const { type, key } = objectOf(data);
  const history = cards.find(({ name }) => name === module)?.queries.find(({ name }) => name === 'history');
  const args = objectOf(history?.args.properties);
  return typeof type === 'string' && typeof key === 'string' && args.type !== undefined && args.key !== undefined;
}

async function recordLines({ module, data }: EventView, { call, chain, txId, set }: Asked): Promise<string[]> {
  const { type, key } = objectOf(data) as { type: string; key: string };
  const versions = await versionsOf(call, chain.chainId, module, { type, key }, set);
  const [then, newest] = [versions.find((version) => version.txId === txId), versions.at(-1)];
  const ask = `bystack query ${quoted(chain.name)} ${module} history --args ${quoted(JSON.stringify({ type, key }))}${set === undefined ? '' : ` --set ${set}`}`;
  return [
    `recorded    ${oneLine(type)} ${oneLine(key)}${then === undefined ? '' : `: version ${then.version}, ${oneLine(then.state)}`}`,
    ...(then === undefined ? [] : short(saidIn(then.data ?? {}))),
    ...(newest === undefined ? [] : [`${INDENT}${sinceThen(then, newest)}`]),
    `${INDENT}every version: ${ask}`,
  ];
}

/** None: nobody can say any more. */
async function versionsOf(call: Call, chainId: string, module: string, args: JsonObject, set: number | undefined): Promise<readonly Version[]> {
  try {
    const { answer } = await call.client().chains.query(chainId, module, 'history', args, set);
    const { versions } = objectOf(answer);
    return Array.isArray(versions) ? (versions as unknown as readonly Version[]) : [];
  } catch (error) {
    if (error instanceof ApiProblem) return [];
    throw error;
  }
}

function sinceThen(then: Version | undefined, newest: Version): string {
  if (then?.version === newest.version) return 'unchanged since';
  return `${then === undefined ? 'it is' : 'changed since: now'} version ${newest.version}, ${oneLine(newest.state)}, by transaction ${newest.txId}`;
}

function eventLines({ module, name, data }: EventView, cards: readonly ModuleCard[]): string[] {
  const schema = objectOf(cards.find((card) => card.name === module)?.events.find((event) => event.name === name)?.data);
  const [first, ...others] = short(saidIn(data, schema)).map((line) => line.slice(INDENT.length));
  return first === undefined ? [] : [`recorded    ${first}`, ...others.map((line) => `${INDENT}${line}`)];
}

function short(lines: readonly string[]): string[] {
  const more = lines.length - LINES_MAX;
  const shown = lines.slice(0, LINES_MAX).map((line) => `${INDENT}${line}`);
  return more > 0 ? [...shown, `${INDENT}… and ${counted(more, 'more line')}`] : shown;
}

/** `name: value` for each value in JSON, however deep; called as a schema says, if it does. */
function saidIn(value: Json, schema: JsonObject = {}, path = ''): string[] {
  if (typeof value !== 'object' || value === null) return [`${path}: ${oneLine(typeof value === 'string' ? value : JSON.stringify(value))}`];
  return Object.entries(value).flatMap(([name, part]) => {
    const field = objectOf(objectOf(schema.properties)[name]);
    const { en } = objectOf(field['x-title']);
    const called = Array.isArray(value) ? String(Number(name) + 1) : typeof en === 'string' ? en : name;
    return saidIn(part as Json, field, [...(path === '' ? [] : [path]), called].join(' · '));
  });
}
