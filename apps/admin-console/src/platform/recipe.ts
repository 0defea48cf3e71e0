import { API } from './api';

/** One action as whoever automates it would type it. */
export interface Recipe {
  readonly rest: string;
  /** Absent where the command line has no such command. */
  readonly cli?: string;
}

/** For a POSIX shell: safe inside single quotes. */
export function quote(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}

function rest(method: string, path: string, body: unknown): string {
  const lines = [`curl -X ${method} ${quote(window.location.origin + API + path)}`, '-H "Authorization: Bearer $BYSTACK_API_KEY"'];
  if (method !== 'GET') lines.push('-H "Idempotency-Key: $(cat /proc/sys/kernel/random/uuid)"');
  if (body !== undefined) lines.push("-H 'Content-Type: application/json'", `-d ${quote(JSON.stringify(body))}`);
  return lines.join(' \\\n  ');
}

/** @param cli words of the command after `bystack`, unquoted; `input` is what it reads from its standard input */
export function recipe(method: 'GET' | 'POST' | 'DELETE', path: string, body: unknown, cli?: readonly string[], input?: unknown): Recipe {
  if (cli === undefined) return { rest: rest(method, path, body) };
  const command = ['bystack', ...cli.map(quote)].join(' ');
  return { rest: rest(method, path, body), cli: input === undefined ? command : `echo ${quote(JSON.stringify(input))} | ${command}` };
}
