import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { projectRoot } from './project-root';

/** What may differ between machines; read once, at the edge. Nest injects it under the token SETTINGS. */
export interface Settings {
  readonly databaseUrl: string;
  /** BullMQ uses Redis when given, else the same PostgreSQL. */
  readonly redisUrl: string | null;
  readonly host: string;
  /** 0: whatever port the system gives. */
  readonly port: number;
  readonly agentHost: string;
  readonly agentPort: number;
  /** What agents dial, when it is not agentHost:agentPort (NAT, a name in DNS). */
  readonly agentUrl: string | null;
  /** Where everybody reaches this installation, `https://NAME`: lists of revoked certificates are published there, and certificates say so. Null: they are not. */
  readonly revocationsUrl: string | null;
  /** Secrets live here, outside the database and its backups. */
  readonly dataDir: string;
  readonly consoleDir: string;
  readonly templatesDir: string;
  readonly logLevel: string;
  /** Template of the chain that is made once, when the first host with room is there. */
  readonly starter: string | null;
  /** Address of somebody who forgot their password: the first line holds a one-time link for them. */
  readonly resetPasswordOf: string | null;
  /** An operation that makes no progress for this long has failed. */
  readonly operationIdleMs: number;
  readonly rateLimits: { readonly anonymousPerMinute: number; readonly credentialPerMinute: number; readonly signInPerMinute: number };
}
export const SETTINGS = Symbol('settings');

/** A setting is missing or impossible; `name` is the environment variable. */
export class SettingError extends Error {
  constructor(
    readonly variable: string,
    reason: string,
  ) {
    super(`${variable} ${reason}`);
    this.name = 'SettingError';
  }
}

type Source = Readonly<Record<string, string | undefined>>;

/** Environment variables; CONFIG_FILE may name a JSON file with the same names, which the environment overrides. */
export function readSettings(environment: Source): Settings {
  const source = { ...configFile(environment.CONFIG_FILE), ...withoutEmpty(environment) };
  const dataDir = resolve(source.DATA_DIR ?? join(projectRoot(), 'data'));
  const host = source.HOST ?? '127.0.0.1';
  return {
    databaseUrl: required(source, 'DATABASE_URL'),
    redisUrl: source.REDIS_URL ?? null,
    host,
    port: whole(source, 'PORT', 7070, 0, 65535),
    agentHost: source.AGENT_HOST ?? host,
    agentPort: whole(source, 'AGENT_PORT', 7443, 0, 65535),
    agentUrl: source.AGENT_URL ?? null,
    revocationsUrl: webAddress(source, 'REVOCATIONS_URL'),
    dataDir,
    consoleDir: resolve(source.CONSOLE_DIR ?? join(projectRoot(), 'dist/apps/admin-console')),
    templatesDir: resolve(source.TEMPLATES_DIR ?? join(projectRoot(), 'templates')),
    logLevel: source.LOG_LEVEL ?? 'info',
    starter: source.BYSTACK_STARTER ?? null,
    resetPasswordOf: source.RESET_PASSWORD_OF ?? null,
    operationIdleMs: whole(source, 'OPERATION_IDLE_SECONDS', 120, 1, 86_400) * 1000,
    rateLimits: {
      anonymousPerMinute: whole(source, 'RATE_ANONYMOUS_PER_MINUTE', 600, 1, 10_000_000),
      credentialPerMinute: whole(source, 'RATE_CREDENTIAL_PER_MINUTE', 120_000, 1, 10_000_000),
      signInPerMinute: whole(source, 'RATE_SIGN_IN_PER_MINUTE', 10, 1, 10_000_000),
    },
  };
}

function configFile(path: string | undefined): Source {
  if (!path) return {};
  try {
    return Object.fromEntries(
      Object.entries(JSON.parse(readFileSync(path, 'utf8')) as Record<string, unknown>).map(([name, value]) => [name, String(value)]),
    );
  } catch (error) {
    throw new SettingError('CONFIG_FILE', `cannot be read as a JSON object: ${(error as Error).message}`);
  }
}

function withoutEmpty(source: Source): Source {
  return Object.fromEntries(Object.entries(source).filter(([, value]) => value !== undefined && value !== ''));
}

function required(source: Source, name: string): string {
  return source[name] ?? fail(name, 'is required, e.g. postgres://user:password@127.0.0.1:5432/bystack');
}

/** Scheme, name and port, and nothing behind them. */
function webAddress(source: Source, name: string): string | null {
  const text = source[name];
  if (text === undefined) return null;
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const isPlain = url !== undefined && /^https?:$/.test(url.protocol) && url.origin === `${url.protocol}//${url.host}` && url.href === `${url.origin}/`;
  return isPlain ? url.origin : fail(name, 'must be an address like https://bystack.example.org, with nothing behind the name and port');
}

function whole(source: Source, name: string, fallback: number, min: number, max: number): number {
  const value = source[name] === undefined ? fallback : Number(source[name]);
  return Number.isInteger(value) && value >= min && value <= max ? value : fail(name, `must be a whole number from ${min} to ${max}`);
}

function fail(name: string, reason: string): never {
  throw new SettingError(name, reason);
}
