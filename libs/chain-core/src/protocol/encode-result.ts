import { canonicalJson, parseCanonicalJson } from '../codec/json';
import { malformed } from '../codec/malformed';
import { Reader } from '../codec/reader';
import { Writer } from '../codec/writer';
import type { Bytes } from '../primitives/bytes';
import type { RefusalFacts } from '../primitives/refusal';
import { readOutPoint, readOutput, writeOutPoint, writeOutput } from './encode-output';
import { LIMITS } from './limits';
import type { BlockResult, ModuleEvent, Outcome, OutputEffect, TransactionResult } from './result';

// Numbers on the wire: never reused.
const ACCEPTED = 1;
const REFUSED = 2;
/** First byte of a block's own result, so that it never passes for a transaction's (which begins with 1 or 2). */
const BLOCK_RESULT = 3;

export function encodeResult(result: TransactionResult): Bytes {
  const writer = new Writer(128);
  const { outcome } = result;
  writer.u8(outcome.kind === 'accepted' ? ACCEPTED : REFUSED).fixed(result.txId, 32);
  if (outcome.kind === 'refused') {
    writer
      .u8(outcome.call + 1)
      .text8(outcome.code)
      .bytes16(canonicalJson(outcome.facts));
  } else {
    writeEvents(writer, result.events);
    writeEffects(writer, result.effects);
  }
  return writer.finish();
}

export function decodeResult(bytes: Bytes): TransactionResult {
  const reader = new Reader(Uint8Array.prototype.slice.call(bytes));
  const kind = reader.u8('result.outcome');
  if (kind !== ACCEPTED && kind !== REFUSED) malformed('result.outcome', 'unknown outcome');
  const txId = reader.fixed(32, 'result.txId');
  const result: TransactionResult =
    kind === ACCEPTED
      ? { txId, outcome: { kind: 'accepted' }, events: readEvents(reader), effects: readEffects(reader) }
      : { txId, outcome: readRefusal(reader), events: [], effects: [] };
  reader.end('result');
  return result;
}

export function encodeBlockResult(result: BlockResult): Bytes {
  const writer = new Writer(64).u8(BLOCK_RESULT);
  writeEvents(writer, result.events);
  writeEffects(writer, result.effects);
  return writer.finish();
}

export function decodeBlockResult(bytes: Bytes): BlockResult {
  const reader = new Reader(Uint8Array.prototype.slice.call(bytes));
  if (reader.u8('blockResult') !== BLOCK_RESULT) malformed('blockResult', 'not the result of a block');
  const result = { events: readEvents(reader), effects: readEffects(reader) };
  reader.end('blockResult');
  return result;
}

function readRefusal(reader: Reader): Outcome {
  const call = reader.u8('result.call') - 1;
  const code = reader.text8(LIMITS.refusalCodeBytesMax, 'result.code');
  const facts = parseCanonicalJson(reader.bytes16(LIMITS.refusalFactsBytesMax, 'result.facts'));
  if (facts === null || typeof facts !== 'object' || Array.isArray(facts)) malformed('result.facts', 'must be an object');
  for (const fact of Object.values(facts)) if (fact === null || typeof fact === 'object') malformed('result.facts', 'must be flat');
  return { kind: 'refused', call, code, facts: facts as RefusalFacts };
}

function writeEvents(writer: Writer, events: readonly ModuleEvent[]): void {
  writer.u16(events.length);
  for (const event of events) writer.text8(event.module).text8(event.name).bytes32(event.data);
}

function readEvents(reader: Reader): readonly ModuleEvent[] {
  const events: ModuleEvent[] = [];
  for (let left = reader.count(16, LIMITS.eventsMax, 'events'); left > 0; left -= 1) {
    const module = reader.text8(LIMITS.nameBytesMax, 'events.module');
    const name = reader.text8(LIMITS.nameBytesMax, 'events.name');
    events.push({ module, name, data: reader.bytes32(LIMITS.eventBytesMax, 'events.data') });
  }
  return events;
}

function writeEffects(writer: Writer, effects: readonly OutputEffect[]): void {
  writer.u16(effects.length);
  for (const effect of effects) {
    writer.text8(effect.module).u16(effect.spent.length);
    for (const outPoint of effect.spent) writeOutPoint(writer, outPoint);
    writer.u16(effect.created.length);
    for (const output of effect.created) writeOutput(writer, output);
  }
}

function readEffects(reader: Reader): readonly OutputEffect[] {
  const effects: OutputEffect[] = [];
  for (let left = reader.count(16, LIMITS.effectsMax, 'effects'); left > 0; left -= 1) effects.push(readEffect(reader));
  return effects;
}

function readEffect(reader: Reader): OutputEffect {
  const module = reader.text8(LIMITS.nameBytesMax, 'effects.module');
  const spent = reader.parts(reader.count(16, LIMITS.inputsMax, 'effects.spent'), 'effects.spent', readOutPoint);
  const created = reader.parts(reader.count(16, LIMITS.outputsMax, 'effects.created'), 'effects.created', readOutput);
  return { module, spent, created };
}
