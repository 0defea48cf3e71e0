import { malformed } from '../codec/malformed';
import type { Reader } from '../codec/reader';
import type { Writer } from '../codec/writer';
import { readKeysLock, writeKeysLock } from './encode-lock';
import { readOutPoint, writeOutPoint } from './encode-output';
import { LIMITS } from './limits';
import type { Input, OpenInput } from './transaction';

// Numbers on the wire: never reused.
const SPEND = 1;
const ISSUE = 2;
const OPEN = 3;

export function writeInputs(writer: Writer, inputs: readonly Input[]): void {
  writer.u16(inputs.length);
  for (const input of inputs) writeInput(writer, input);
}

export function readInputs(reader: Reader): readonly Input[] {
  const inputs = reader.parts(reader.count(16, LIMITS.inputsMax, 'inputs'), 'inputs', readInput);
  let open = 0;
  for (const { kind } of inputs) if (kind === 'open') open += 1;
  if (open > LIMITS.openInputsMax) malformed('inputs', `at most ${LIMITS.openInputsMax} may be open`);
  return inputs;
}

function writeInput(writer: Writer, input: Input): void {
  if (input.kind === 'spend') {
    writer.u8(SPEND);
    writeOutPoint(writer, input.outPoint);
  } else if (input.kind === 'issue') {
    writer.u8(ISSUE);
    writeKeysLock(writer, input.definition.issuer);
    writer.bytes16(input.definition.document).amount(input.amount);
  } else {
    writer.u8(OPEN).text8(input.module).text8(input.lock).fixed(input.assetId, 32).amount(input.atLeast).amount(input.atMost);
    writeKeysLock(writer, input.to);
  }
}

function readInput(reader: Reader): Input {
  const kind = reader.u8('kind');
  if (kind === SPEND) return { kind: 'spend', outPoint: readOutPoint(reader) };
  if (kind === OPEN) return readOpenInput(reader);
  if (kind !== ISSUE) malformed('kind', 'unknown kind of input');
  const issuer = reader.part('issuer', readKeysLock);
  const document = reader.bytes16(LIMITS.assetDefinitionBytesMax, 'document');
  return { kind: 'issue', definition: { issuer, document }, amount: reader.amount('amount') };
}

function readOpenInput(reader: Reader): OpenInput {
  const module = reader.text8(LIMITS.nameBytesMax, 'module');
  const lock = reader.text8(LIMITS.nameBytesMax, 'lock');
  const assetId = reader.fixed(32, 'assetId');
  const atLeast = reader.amount('atLeast');
  const atMost = reader.amount('atMost');
  if (atMost < atLeast) malformed('atMost', 'must be no less than atLeast');
  return { kind: 'open', module, lock, assetId, atLeast, atMost, to: reader.part('to', readKeysLock) };
}
