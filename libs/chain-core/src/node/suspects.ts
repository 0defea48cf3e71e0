import { toBinary } from '../crypto/hash';
import { keepNewest } from '../primitives/keep-newest';
import { Writer } from '../codec/writer';
import type { Bytes } from '../primitives/bytes';
import { lastSignerOf } from '../protocol/codec';
import type { Call, SealedTransaction } from '../protocol/transaction';
import { NODE } from './limits';
import { SecondsBudget } from './seconds-budget';

interface Command {
  /** How a call of it begins, as it is encoded. */
  readonly beginning: Buffer;
  /** So many failures may be by chance. */
  readonly chance: SecondsBudget;
  /** So many are met at the door in a second. */
  readonly met: SecondsBudget;
  /** Until then its calls are tried out before they come in. */
  suspectUntilMs: number;
}

/**
 * Who sends, and which commands are, what makes this software fail. A transaction that does costs every node the work of another one and brings the chain nothing. So a signer whose transactions fail again and again
 * is turned away unread for the rest of the second. Whoever has many keys is not met by that: calls of a command that fails more than a few times a second are tried out before they come in, so that no
 * other node hears of those that fail, and once enough of them did, no more are looked at in this second. Other commands and transfers do not feel it.
 */
export class Suspects {
  readonly #signers = new Map<string, SecondsBudget>();
  /** By module and command: no more than the chain has. */
  readonly #commands = new Map<string, Command>();

  /** @param callIndex of the call that failed, if one did */
  failed({ body, signatures }: SealedTransaction, callIndex: number | undefined, nowMs: number): void {
    const signer = signatures.at(-1);
    if (signer !== undefined) this.#signerFailed(toBinary(signer.publicKey), nowMs);
    const call = callIndex === undefined ? undefined : body.calls[callIndex];
    if (call !== undefined) this.#commandFailed(call, nowMs);
  }

  /** Of a transaction's bytes, unread. */
  isHeldOff(bytes: Bytes, nowMs: number): boolean {
    return this.#signers.size > 0 && this.#signers.get(toBinary(lastSignerOf(bytes)))?.isOpen(nowMs) === false;
  }

  /** The same by the commands that it calls: none that is not looked at now is in them unless its bytes are. (In JSON they cannot be: it has no such lengths.) */
  callsHeldOff(bytes: Bytes, nowMs: number): boolean {
    for (const { met, beginning } of this.#commands.values()) if (!met.isOpen(nowMs) && viewOf(bytes).includes(beginning)) return true;
    return false;
  }

  areHeldOff(calls: readonly Call[], nowMs: number): boolean {
    return this.#commands.size > 0 && calls.some((call) => this.#commands.get(nameOf(call))?.met.isOpen(nowMs) === false);
  }

  /** Whether these are to be tried out before they come in. */
  areSuspect(calls: readonly Call[], nowMs: number): boolean {
    return this.#commands.size > 0 && calls.some((call) => (this.#commands.get(nameOf(call))?.suspectUntilMs ?? 0) > nowMs);
  }

  #signerFailed(signer: string, nowMs: number): void {
    const budget = this.#signers.get(signer) ?? new SecondsBudget(NODE.faultsOfSignerPerSecondMax);
    spendOpen(budget, nowMs);
    keepNewest(this.#signers, signer, budget, NODE.suspectSignersMax);
  }

  #commandFailed(call: Call, nowMs: number): void {
    const name = nameOf(call);
    const command = this.#commands.get(name) ?? { beginning: viewOf(new Writer().text8(call.module).text8(call.command).finish()), chance: new SecondsBudget(NODE.faultsOfChancePerSecondMax), met: new SecondsBudget(NODE.faultsOfCommandPerSecondMax), suspectUntilMs: 0 };
    for (const budget of [command.chance, command.met]) spendOpen(budget, nowMs);
    if (!command.chance.isOpen(nowMs)) command.suspectUntilMs = nowMs + NODE.suspectMs;
    this.#commands.set(name, command);
  }
}

/** What fails among those that came in before is met all at once: nobody makes up for it longer than for a second. */
function spendOpen(budget: SecondsBudget, nowMs: number): void {
  if (budget.isOpen(nowMs)) budget.spend(1, nowMs);
}

function viewOf({ buffer, byteOffset, length }: Bytes): Buffer {
  return Buffer.from(buffer, byteOffset, length);
}

function nameOf({ module, command }: Call): string {
  return `${module} ${command}`;
}
