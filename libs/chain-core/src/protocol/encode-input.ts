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
  const inputs: Input[] = [];
  let open = 0;
  for (let left = reader.count(16, LIMITS.inputsMax, 'inputs'); left > 0; left -= 1) {
    const input = readInput(reader, `inputs[${inputs.length}]`);
    if (input.kind === 'open' && (open += 1) > LIMITS.openInputsMax) malformed('inputs', `at most ${LIMITS.openInputsMax} may be open`);
    inputs.push(input);
  }
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

function readInput(reader: Reader, field: string): Input {
  const kind = reader.u8(`${field}.kind`);
  if (kind === SPEND) return { kind: 'spend', outPoint: readOutPoint(reader, field) };
  if (kind === OPEN) return readOpenInput(reader, field);
  if (kind !== ISSUE) malformed(`${field}.kind`, 'unknown kind of input');
  const issuer = readKeysLock(reader, `${field}.issuer`);
  const document = reader.bytes16(LIMITS.assetDefinitionBytesMax, `${field}.document`);
  return { kind: 'issue', definition: { issuer, document }, amount: reader.amount(`${field}.amount`) };
}

function readOpenInput(reader: Reader, field: string): OpenInput {
  const module = reader.text8(LIMITS.nameBytesMax, `${field}.module`);
  const lock = reader.text8(LIMITS.nameBytesMax, `${field}.lock`);
  const assetId = reader.fixed(32, `${field}.assetId`);
  const atLeast = reader.amount(`${field}.atLeast`);
  const atMost = reader.amount(`${field}.atMost`);
  if (atMost < atLeast) malformed(`${field}.atMost`, 'must be no less than atLeast');
  return { kind: 'open', module, lock, assetId, atLeast, atMost, to: readKeysLock(reader, `${field}.to`) };
}
