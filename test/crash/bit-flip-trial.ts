import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { NODE_EXIT } from '@bystack/api';
import { NodeProcess } from '@bystack/chain-core/testing/node-process';
import { contradictions, ownVotes } from './own-votes';
import { CHAIN_NODE, copyOf, type Template } from './template';
import type { TrialResult } from './crash-trial';

export interface BitFlip {
  /** Below the data folder. */
  readonly file: string;
  readonly byte: number;
  readonly bit: number;
}

/** What a sound copy of the folder answers to every question that is asked below. */
export type SoundAnswers = ReadonlyMap<string, string>;

/** Every file of the data folder, with its length. */
export function dataFiles(template: Template): readonly { readonly file: string; readonly bytes: number }[] {
  const root = join(template.folder.dir, 'data');
  const files = readdirSync(root, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return files.map((entry) => join(entry.parentPath, entry.name)).sort().map((path) => ({ file: path.slice(root.length + 1), bytes: readFileSync(path).length }));
}

export async function soundAnswers(template: Template, dir: string): Promise<SoundAnswers> {
  const node = new NodeProcess({ folder: copyOf(template, dir), program: CHAIN_NODE });
  await node.start();
  try {
    const height = (await node.call('GET', '/status')).json().finalHeight as number;
    const paths = Array.from({ length: height + 1 }, (_, at) => `/blocks/${at}`);
    const answers = new Map<string, string>();
    for (const path of paths) answers.set(path, (await node.call('GET', path)).body.toString());
    return answers;
  } finally {
    await node.kill('SIGTERM');
  }
}

/** One flipped bit: the node refuses to start, or ends, or answers exactly as a sound one does. It never answers otherwise. */
export async function runBitFlipTrial(template: Template, flip: BitFlip, sound: SoundAnswers, dir: string): Promise<TrialResult> {
  const folder = copyOf(template, dir);
  const path = join(dir, 'data', flip.file);
  const bytes = readFileSync(path);
  bytes[flip.byte]! ^= 1 << flip.bit;
  writeFileSync(path, bytes);
  const node = new NodeProcess({ folder, program: CHAIN_NODE });
  const violations: string[] = [];
  let failure: string | undefined;
  try {
    await node.start();
    await untilHeight(node, sound.size - 1);
    for (const [question, answer] of sound) violations.push(...judge(question, answer, await node.call('GET', question)));
  } catch (error) {
    failure = String(error);
  }
  const end = await node.kill('SIGTERM');
  const struck = end !== NODE_EXIT.ok;
  // It may well end at the question that meets the damage; but then it must end.
  if (failure !== undefined && !struck) violations.push(failure);
  // The database's own assertions end the process before the node can name the damage; the agent does (DATA_CORRUPT).
  if (struck && end !== NODE_EXIT.corrupt && end !== 'SIGABRT') violations.push(`ended with ${end}: ${node.lines.at(-1)}`);
  if (!struck) violations.push(...contradictions(ownVotes(join(dir, 'data'))));
  return { struck, violations };
}

/** What the tail of the database lost the vote log brings back, so it may take a moment. */
async function untilHeight(node: NodeProcess, height: number): Promise<void> {
  const endMs = Date.now() + 60_000;
  for (;;) {
    const { finalHeight } = (await node.call('GET', '/status')).json();
    if (finalHeight >= height) return;
    if (Date.now() > endMs) throw new Error(`acknowledged up to ${height}, has only ${finalHeight}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** An answer that says "damaged" is honest; another answer than the right one is not. */
function judge(question: string, right: string, { status, body }: { readonly status: number; readonly body: Buffer }): string[] {
  return status >= 500 || body.toString() === right ? [] : [`${question} is answered with ${status} ${body.toString().slice(0, 120)}`];
}
