import { writeFileSync } from 'node:fs';
import { fromHex, utf8 } from '@bystack/chain-core/primitives/bytes';
import type { Wait } from '../../client/chains';
import { recordId } from '../../verify/proved-record';
import { OUT, text, wholeNumber, type Answer, type Call, type Command } from '../command';
import { UsageError } from '../exit';
import { findChain } from '../find-chain';
import { toldMore } from '../happenings';
import { readJson } from '../input';
import { outlook, submission, submit } from '../submission';

const submitCommand: Command = {
  name: 'submit',
  arguments: ['CHAIN', 'MODULE', 'COMMAND'],
  options: {
    payload: { type: 'string', value: 'JSON', help: "the command's payload: {…} as it stands, a file, or - for standard input" },
    wait: { type: 'string', value: 'none|head|final', help: 'until when to wait (default final)' },
    timeout: { type: 'string', value: 'SECONDS', help: 'how long to wait (default 30 where a committee decides; under open competition, until it lies deep enough to be final, 120)' },
    key: { type: 'string', value: 'FILE', help: 'sign on this machine with this key (see `bystack keys new`); else the control plane signs for your organisation' },
    'dry-run': { type: 'boolean', help: 'only say whether it would be let in now; records nothing' },
  },
  summary: 'record something on a chain',
  details: "`bystack chains commands CHAIN` lists MODULE, COMMAND and the fields of the payload. A refusal by the chain's rules is printed with its code, and the exit code is 1.",
  async run(call) {
    const source = text(call.values, 'payload');
    if (source === undefined) throw new UsageError("--payload is missing: give the command's payload as JSON.");
    const payload = readJson(source, '--payload');
    const wait = (text(call.values, 'wait') ?? 'final') as Wait;
    if (!['none', 'head', 'final'].includes(wait)) throw new UsageError(`--wait takes none, head or final, not “${wait}”.`);
    const chain = await findChain(call.client(), call.arguments.CHAIN);
    const { chainId } = chain;
    const { MODULE: module, COMMAND: command } = call.arguments;
    if (call.values['dry-run']) {
      const seen = await outlook(call, chainId, { module, command, payload });
      return { json: seen, text: `It would be let in now (${seen.sizeBytes} bytes, signed by ${seen.signer}). Nothing was recorded.` };
    }
    const view = await submit(call, chain, { module, command, payload }, wait);
    return toldMore(call, chainId, view, submission(view, wait));
  },
};

const query: Command = {
  name: 'query',
  arguments: ['CHAIN', 'MODULE', 'QUERY'],
  options: {
    args: { type: 'string', value: 'JSON', help: 'its arguments: {…} as it stands, a file, or - (default {})' },
    set: { type: 'string', value: 'NUMBER', help: 'answer by the rules of a set of modules that was in force once (0: of the founding): see `bystack chains modules`' },
  },
  summary: 'ask a chain, by the rules in force or by earlier ones',
  details: '`bystack chains commands CHAIN` lists MODULE, QUERY and its arguments.',
  async run(call) {
    const args = readJson(text(call.values, 'args') ?? '{}', '--args');
    const { chainId } = await findChain(call.client(), call.arguments.CHAIN);
    const answer = await call.client().chains.query(chainId, call.arguments.MODULE, call.arguments.QUERY, args, wholeNumber(call.values, 'set'));
    return { json: answer, text: JSON.stringify(answer.answer, null, 2) };
  },
};

const receipt: Command = {
  name: 'receipt',
  arguments: ['CHAIN', 'TXID'],
  options: {
    out: OUT,
    from: { type: 'string', value: 'HEIGHT', help: 'open competition: begin after this block, which a checkpoint names' },
  },
  summary: 'fetch the evidence of what became of a transaction',
  details: 'Anybody can check the file offline: bystack verify FILE --trust genesis.json (genesis: `bystack chains genesis CHAIN -o genesis.json`).',
  async run(call) {
    const { CHAIN, TXID } = call.arguments;
    if (!fromHex(TXID, 32)) throw new UsageError(`“${TXID}” is not a transaction id: those are 64 of the characters 0-9 and a-f.`);
    const { chainId } = await findChain(call.client(), CHAIN);
    return evidenceFile(await call.client().chains.receipt(chainId, TXID, heightIn(call, 'from')), call);
  },
};

const state: Command = {
  name: 'state',
  arguments: ['CHAIN', 'MODULE', 'STORE', 'KEY'],
  options: {
    hex: { type: 'boolean', help: 'KEY is given in hexadecimal (else as text): for stores whose keys are bytes, such as hashes and public keys' },
    record: { type: 'string', value: 'TYPE', help: 'KEY is that of a record of this type (of rule-book records), as receipts and the console show it' },
    out: OUT,
    from: { type: 'string', value: 'HEIGHT', help: 'open competition: begin after this block, which a checkpoint names' },
  },
  summary: "fetch proof of what lies, or does not lie, at a key of a module's store",
  details: 'Anybody can check the file offline: bystack verify FILE --trust genesis.json.',
  async run(call) {
    const { CHAIN, MODULE, STORE } = call.arguments;
    const key = stateKey(call);
    const { chainId } = await findChain(call.client(), CHAIN);
    const found = await call.client().chains.stateProof(chainId, MODULE, STORE, key, heightIn(call, 'from'));
    const answer = evidenceFile(found, call);
    return found.value === null ? { ...answer, text: [answer.text, NOTHING_THERE, ...meantAsHex(call)].join('\n') } : answer;
  },
};

const NOTHING_THERE = 'Note: this is proof that NOTHING lies at this very key of the store. Stores have keys of their own making: a record of the rule book is asked for with --record TYPE.';

/** Keys of bytes are shown in hexadecimal everywhere, and typed as they are shown. */
function meantAsHex({ arguments: { KEY = '' }, values }: Call): string[] {
  return values.hex !== true && values.record === undefined && KEY.length >= HEX_LENGTH_MIN && fromHex(KEY) !== undefined ? [`“${KEY}” was taken as text. It looks like bytes in hexadecimal: if it is, ask again with --hex.`] : [];
}

function stateKey({ arguments: { MODULE, STORE, KEY }, values }: Call): Uint8Array {
  if (typeof values.record === 'string') {
    if (MODULE !== 'rule-book' || STORE !== 'records') fail('--record goes with “rule-book records” only.');
    return recordId(values.record, KEY);
  }
  return values.hex === true ? (fromHex(KEY) ?? fail(`“${KEY}” is not hexadecimal: an even number of the characters 0-9 and a-f.`)) : utf8(KEY);
}

/** Fewer of these characters may well be a name. */
const HEX_LENGTH_MIN = 8;

function heightIn(call: Call, name: string): number | undefined {
  const given = text(call.values, name);
  if (given === undefined) return undefined;
  return /^\d{1,15}$/.test(given) ? Number(given) : fail(`--${name}: “${given}” is no height.`);
}

function evidenceFile(found: unknown, call: Call): Answer {
  const out = text(call.values, 'out');
  if (!out) return { json: found, text: JSON.stringify(found, null, 2) };
  writeFileSync(out, `${JSON.stringify(found, null, 2)}\n`);
  return { json: { file: out }, text: `${out} (check it with: bystack verify ${out} --trust genesis.json)` };
}

function fail(words: string): never {
  throw new UsageError(words);
}

export const submitCommands = [submitCommand, query, receipt, state];
