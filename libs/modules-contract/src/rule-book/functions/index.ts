import { canonicalText, hash, refuse, toHex, utf8, type Json, type JsonObject } from '@bystack/chain-core/module';
import { addDecimals, compareDecimals, multiplyDecimals, subtractDecimals } from './decimal';
import { canonicalId } from './epcis/canonical-id';
import { eventHash } from './epcis/event-hash';
import { bareWord, epcsOf, linkedTo, standalone } from './epcis/events';

/** A pure function: its answer depends on its arguments alone, on every machine and for ever. */
export interface StandardFunction {
  readonly args: readonly ('any' | 'text' | 'object' | 'decimal')[];
  /** Also callable inside CEL rules (all arguments are texts or whole numbers). */
  readonly inRules: boolean;
  readonly does: string;
  call(args: readonly Json[]): Json;
}

const text = (value: Json): string => value as string;
const object = (value: Json): JsonObject => value as JsonObject;

/**
 * The list `standard/1`. It is closed: a package names the list it was written against, and a list never changes once published (a new
 * function, or another answer, means `standard/2` beside it).
 */
export const STANDARD_1: Readonly<Record<string, StandardFunction>> = {
  sha256: { args: ['text'], inRules: true, does: 'SHA-256 of a text (UTF-8), in hexadecimal', call: ([value]) => toHex(hash(utf8(text(value!)))) },
  'json.hash': { args: ['any'], inRules: false, does: 'SHA-256 of a value in canonical form (RFC 8785), in hexadecimal', call: ([value]) => toHex(hash(utf8(canonicalText(value!)))) },
  'decimal.compare': { args: ['decimal', 'decimal'], inRules: true, does: '-1, 0 or 1', call: ([a, b]) => compareDecimals(a!, b!) },
  'decimal.add': { args: ['decimal', 'decimal'], inRules: true, does: 'the exact sum', call: ([a, b]) => addDecimals(a!, b!) },
  'decimal.subtract': { args: ['decimal', 'decimal'], inRules: true, does: 'the exact difference', call: ([a, b]) => subtractDecimals(a!, b!) },
  'decimal.multiply': { args: ['decimal', 'decimal'], inRules: true, does: 'the exact product', call: ([a, b]) => multiplyDecimals(a!, b!) },
  'epcis.standalone': { args: ['object', 'object'], inRules: false, does: 'an event of an EPCIS document, with the context of the document', call: ([event, document]) => standalone(object(event!), object(document!)) },
  'epcis.eventHash': { args: ['object'], inRules: false, does: 'the event hash of CBV 2.0: ni:///sha-256;…?ver=CBV2.0', call: ([event]) => eventHash(object(event!)) },
  'epcis.epcs': { args: ['object'], inRules: false, does: 'every item and class an event mentions, as canonical ids', call: ([event]) => epcsOf(object(event!)) },
  'epcis.linked': { args: ['object', 'text'], inRules: false, does: 'what an event ties an item to', call: ([event, epc]) => linkedTo(object(event!), text(epc!)) },
  'epcis.id': { args: ['text'], inRules: true, does: 'the canonical Digital Link of a GS1 key, however it is written', call: ([uri]) => canonicalId(text(uri!)) },
  'epcis.word': { args: ['text'], inRules: true, does: 'the bare word of a business step or disposition', call: ([uri]) => bareWord(text(uri!)) },
};

const FITS: Readonly<Record<StandardFunction['args'][number], (value: Json | undefined) => boolean>> = {
  any: (value) => value !== undefined,
  text: (value) => typeof value === 'string',
  object: (value) => value !== null && typeof value === 'object' && !Array.isArray(value),
  decimal: (value) => typeof value === 'string' || typeof value === 'number',
};

/** Calls a function after looking at its arguments. Refuses ARGUMENT_INVALID. */
export function callFunction(name: string, definition: StandardFunction, args: readonly (Json | undefined)[]): Json {
  definition.args.forEach((kind, index) => {
    if (!FITS[kind](args[index])) refuse('ARGUMENT_INVALID', { function: name, argument: index + 1, reason: `"${name}" needs ${kind === 'object' ? 'an object' : `a ${kind}`} here` });
  });
  return definition.call(args as readonly Json[]);
}
