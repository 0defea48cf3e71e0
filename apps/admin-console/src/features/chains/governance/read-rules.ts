import type { Json } from '@bystack/api';
import { type Rules, rulesIn } from '../rules-in-force';

/** More than a chain takes of a package: nothing larger is even read. */
export const RULES_BYTES_MAX = 1024 * 1024;

/** A package of rules from a file, or why it is none. */
export type ReadRules = { readonly rules: Rules; readonly content: Json } | { readonly wrong: 'fileTooLarge' | 'notJsonFile' | 'notRules' };

export async function readRules(file: Pick<File, 'size' | 'text'>): Promise<ReadRules> {
  if (file.size > RULES_BYTES_MAX) return { wrong: 'fileTooLarge' };
  const content = parsed(await file.text());
  if (content === undefined) return { wrong: 'notJsonFile' };
  const rules = rulesIn(content);
  return rules === undefined ? { wrong: 'notRules' } : { rules, content };
}

function parsed(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}
