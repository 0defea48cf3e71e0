import { readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import type { Json, JsonObject } from '@bystack/api';
import { parseStrictJson } from '@bystack/chain-core/codec/json';

const FILE_BYTES_MAX = 4 * 1024 * 1024;

/** A template is wrong: found at start, never while somebody creates a chain. */
export class TemplateError extends Error {
  constructor(template: string, reason: string) {
    super(`template ${template}: ${reason}`);
    this.name = 'TemplateError';
  }
}

/** Reads template.json with every `{"$file": "x.json"}` replaced by that file's contents (which may refer on, to files of the same folder only). */
export function readTemplate(folder: string): JsonObject {
  return readResolved(folder, join(folder, 'template.json'), []) as JsonObject;
}

function readResolved(folder: string, file: string, path: readonly string[]): Json {
  if (path.includes(file)) throw new TemplateError(folder, `${relative(folder, file)} refers to itself`);
  const within = (value: Json): Json => {
    if (Array.isArray(value)) return value.map(within);
    if (typeof value !== 'object' || value === null) return value;
    const { $file: reference } = value as JsonObject;
    if (typeof reference === 'string' && Object.keys(value).length === 1)
      return readResolved(folder, inside(folder, dirname(file), reference), [...path, file]);
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, within(inner)]));
  };
  return within(parse(folder, file));
}

function inside(folder: string, from: string, reference: string): string {
  const file = resolve(from, reference);
  if (relative(folder, file).startsWith('..')) throw new TemplateError(folder, `${reference} lies outside the template's folder`);
  return file;
}

function parse(folder: string, file: string): Json {
  try {
    return parseStrictJson(readFileSync(file, 'utf8'), { depthMax: 64, bytesMax: FILE_BYTES_MAX });
  } catch (error) {
    throw new TemplateError(
      folder,
      `${relative(folder, file)} cannot be read: ${(error as Error).message} ${JSON.stringify((error as { facts?: unknown }).facts ?? '')}`,
    );
  }
}
