import { hostname } from 'node:os';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { RuntimeKind } from '@bystack/api';

/** Process settings of one agent: what may differ from machine to machine. */
export interface AgentSettings {
  readonly dataFolder: string;
  /** Buys the first certificate; not needed again afterwards. */
  readonly joinToken?: string;
  readonly runtime: RuntimeKind;
  readonly name: string;
  readonly nodesMax: number;
  /** First port nodes listen on for their peers; each spare key reserves the next free one. */
  readonly portBase: number;
  /** Where other hosts reach this one. Without it nodes listen on loopback (or on Docker's own networks) only. */
  readonly advertise?: string;
  /** Program the process runtime starts. */
  readonly nodeProgram?: string;
  readonly logLevel: string;
}

export class BadSetting extends Error {}

/** Flag and the environment variable that stands in for it. */
const variables = {
  data: 'DATA_DIR',
  join: 'JOIN_TOKEN',
  runtime: 'RUNTIME',
  name: 'HOST_NAME',
  'nodes-max': 'NODES_MAX',
  'port-base': 'PORT_BASE',
  advertise: 'ADVERTISE',
  'node-program': 'NODE_PROGRAM',
  'log-level': 'LOG_LEVEL',
} as const;
type Flag = keyof typeof variables;

/** A flag wins over its variable. The join token is better in the environment: flags show in process lists. */
export function readSettings(args: readonly string[], env: NodeJS.ProcessEnv): AgentSettings {
  const values = parse(args);
  const take = (flag: Flag) => values[flag] ?? (env[variables[flag]] || undefined);
  const runtime = take('runtime') ?? 'process';
  if (runtime !== 'process' && runtime !== 'docker') throw new BadSetting(`--runtime is process or docker, not “${runtime}”.`);
  return {
    dataFolder: resolve(take('data') ?? 'data/agent'),
    joinToken: take('join'),
    runtime,
    name: take('name') ?? hostname(),
    nodesMax: whole('--nodes-max', take('nodes-max') ?? '64', 1, 10_000),
    portBase: whole('--port-base', take('port-base') ?? '31000', 1024, 65_000),
    advertise: take('advertise'),
    nodeProgram: take('node-program'),
    logLevel: take('log-level') ?? 'info',
  };
}

function parse(args: readonly string[]): Partial<Record<Flag, string>> {
  const options = Object.fromEntries(Object.keys(variables).map((flag) => [flag, { type: 'string' as const }]));
  try {
    return parseArgs({ args: [...args], options }).values as Partial<Record<Flag, string>>;
  } catch (error) {
    throw new BadSetting((error as Error).message);
  }
}

function whole(flag: string, text: string, least: number, most: number): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < least || value > most) throw new BadSetting(`${flag} is a whole number from ${least} to ${most}, not “${text}”.`);
  return value;
}
