import { existsSync, readdirSync, readFileSync } from 'node:fs';
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

/**
 * Reads template.json with every `{"$file": "x.json"}` replaced by that file's contents (which may refer on, to files of the same folder only).
 * @param kept an earlier version, which stands below the folder and shares files with the newest
 */
export function readTemplate(folder: string, kept?: string): JsonObject {
  return readResolved(folder, join(kept === undefined ? folder : keptIn(folder, kept), 'template.json'), []) as JsonObject;
}

/** Earlier versions that a template's folder keeps: chains go by their rules still. */
export function keptVersions(folder: string): readonly string[] {
  const kept = join(folder, 'kept');
  return existsSync(kept) ? readdirSync(kept).sort() : [];
}

function keptIn(folder: string, version: string): string {
  return join(folder, 'kept', version);
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
