import { Injectable } from '@nestjs/common';
import { objectOf, type ModuleCard, type SubmissionOutlook, type SubmissionView, type Submit, type SubmitAnswer } from '@bystack/api';
import { toHex } from '@bystack/chain-core/primitives/bytes';
import type { SealedTransaction } from '@bystack/chain-core/protocol/transaction';
import { ProblemError, problemError } from '../../platform/errors';
import { Chains } from '../chains';
import { AmountWords } from './amount-words';
import { forAMoment } from './for-a-moment';
import { lateError } from './late';
import { GATEWAY_LIMITS } from './limits';
import { isTold } from './node-answers';
import { NodeRelay } from './node-relay';
import { readRefusal, refusalError } from './refusal-words';
import { toldOfCorrection } from './told-of-correction';

export interface Sending {
  readonly organisationId: string;
  readonly chainId: string;
  readonly wait: NonNullable<Submit['wait']>;
  /** Left out: as long as anybody may. */
  readonly waitMs?: number | undefined;
  readonly cards: readonly ModuleCard[];
  /** What is about the newest block is sent to the node that is ahead, and once more while a node refuses it only because it is behind. */
  readonly isBehind?: (refusal: ProblemError) => Promise<boolean>;
}

const isCheckAnswer = isTold('CheckAnswer');

/** Hands signed transactions to a chain and puts what became of them into words. Sending the same one twice does no harm. */
@Injectable()
export class Sender {
  constructor(
    private readonly relay: NodeRelay,
    private readonly amounts: AmountWords,
    private readonly chains: Chains,
  ) {}

  /** @returns what was waited for, or how far it is from it where depth makes final; throws the refusal, in the words of the module that refused. */
  async send(sending: Sending, transaction: SealedTransaction): Promise<SubmissionView> {
    try {
      return await this.#send(sending, transaction);
    } catch (error) {
      throw toldOfCorrection(await this.amounts.retold(sending.organisationId, sending.chainId, error), transaction, sending.cards);
    }
  }

  /** What `send` would be refused for now, without recording anything. */
  async check({ organisationId, chainId, cards }: Sending, transaction: SealedTransaction): Promise<SubmissionOutlook> {
    try {
      const { sizeBytes } = await this.relay.json(organisationId, chainId, posting('/transactions/check', transaction.bytes, GATEWAY_LIMITS.queryTimeoutMs), isCheckAnswer);
      return { sizeBytes, signer: signerOf(transaction) };
    } catch (error) {
      const told = error instanceof ProblemError ? reworded(error, moduleOf(transaction), cards) : error;
      throw toldOfCorrection(await this.amounts.retold(organisationId, chainId, told), transaction, cards);
    }
  }

  async #send(sending: Sending, transaction: SealedTransaction): Promise<SubmissionView> {
    const { wait, waitMs = GATEWAY_LIMITS.waitMs, cards } = sending;
    const module = moduleOf(transaction);
    const answer = await this.#askUntilThere(sending, transaction, module);
    if (answer.outcome?.kind === 'refused' && !isOnItsWay(answer, wait)) throw refusalError(answer.outcome, module, cards, answer.txId);
    if (answer.state === 'dropped') throw droppedError(answer, module, cards);
    const reached = wait === 'none' || answer.state === 'final' || (wait === 'head' && answer.state === 'head');
    if (!reached && answer.burial === undefined) throw lateError(answer, transaction.body, { waitedMs: waitMs, standsStill: await this.#standsStill(sending) });
    return { ...answer, signer: signerOf(transaction) };
  }

  /** How many of its nodes run, if the chain stands still, as far as that is known. */
  async #standsStill({ organisationId, chainId }: Sending): Promise<string | undefined> {
    const chain = await this.chains.get(organisationId, chainId).catch(() => undefined);
    return chain?.state === 'stalled' ? `${chain.nodesRunning}/${chain.validators}` : undefined;
  }

  /** The same bytes, which count once, for a moment. */
  #askUntilThere(sending: Sending, transaction: SealedTransaction, module: string): Promise<SubmitAnswer> {
    const isBehind = async (error: unknown) => error instanceof ProblemError && (await sending.isBehind?.(error)) === true;
    return forAMoment(GATEWAY_LIMITS.catchUp, () => this.#ask(sending, transaction, module), isBehind);
  }

  async #ask({ organisationId, chainId, wait, waitMs = GATEWAY_LIMITS.waitMs, cards, isBehind }: Sending, transaction: SealedTransaction, module: string): Promise<SubmitAnswer> {
    const request = posting(`/transactions?wait=${wait}&timeoutMs=${waitMs}`, transaction.bytes, waitMs + GATEWAY_LIMITS.relaySlackMs);
    try {
      return await this.relay.submit(organisationId, chainId, request, isBehind === undefined ? 'in turn' : 'ahead');
    } catch (error) {
      throw error instanceof ProblemError ? reworded(error, module, cards) : error;
    }
  }

  /** Whether any node that answers has heard of it. */
  async isKnown(organisationId: string, chainId: string, txId: string): Promise<boolean> {
    try {
      const { state } = await this.relay.json(organisationId, chainId, { method: 'GET', path: `/transactions/${txId}` }, hasState);
      return state !== 'unknown';
    } catch (error) {
      if (error instanceof ProblemError && error.problem.status === 404) return false;
      throw error;
    }
  }
}

function hasState(told: unknown): told is { readonly state: string } {
  return typeof objectOf(told).state === 'string';
}

function moduleOf({ body }: SealedTransaction): string {
  return body.calls[0]?.module ?? '';
}

function signerOf({ signatures }: SealedTransaction): string {
  return toHex(signatures[0]?.publicKey ?? new Uint8Array(0));
}

function posting(path: string, body: Uint8Array, timeoutMs: number) {
  return { method: 'POST', path, headers: { 'content-type': 'application/octet-stream' }, body, timeoutMs } as const;
}

/** Where depth makes final, a refusal that a block holds may be replaced with the block. */
function isOnItsWay({ state, burial }: SubmitAnswer, wait: Sending['wait']): boolean {
  return wait === 'final' && state === 'head' && burial !== undefined;
}

/** What was let in and could not be recorded after all is refused for the same reasons as at the door. */
function droppedError({ txId, reason }: SubmitAnswer, module: string, cards: readonly ModuleCard[]): ProblemError {
  const refusal = readRefusal(reason);
  return refusal === undefined ? problemError('TRANSACTION_DROPPED', { facts: { txId } }) : refusalError(refusal, module, cards, txId);
}

/** A refusal at the door of the node comes as a problem; it gets the module's words and the field, like one from a block. */
function reworded(error: ProblemError, module: string, cards: readonly ModuleCard[]): ProblemError {
  const { problem } = error;
  const known = cards.some(({ errors }) => errors.some(({ code }) => code === problem.code));
  const path = problem.facts?.path;
  if (!known && typeof path !== 'string') return error;
  return refusalError({ kind: 'refused', code: problem.code, detail: problem.detail, facts: { ...problem.facts } }, module, cards);
}
