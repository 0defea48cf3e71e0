import { Injectable } from '@nestjs/common';
import type { ModuleCard, Problem, SubmissionView, Submit, SubmitAnswer } from '@bystack/api';
import { fromHex, toHex } from '@bystack/chain-core/primitives/bytes';
import { decodeTransaction } from '@bystack/chain-core/protocol/codec';
import type { SealedTransaction } from '@bystack/chain-core/protocol/transaction';
import { Database } from '../../platform/db';
import { fail, ProblemError } from '../../platform/errors';
import { Idempotency, type KeyedRequest } from '../../platform/idempotency';
import { Chains, ChainStore } from '../chains';
import { Organisations } from '../organisations';
import { GATEWAY_LIMITS } from './limits';
import { NodeRelay } from './node-relay';
import { refusalProblem } from './refusal-words';
import { signCall } from './sign-call';

interface Sending {
  readonly organisationId: string;
  readonly chainId: string;
  readonly wait: NonNullable<Submit['wait']>;
}

/**
 * Records somebody wants on a chain. The effect is on the chain, not in our database, so the order is: 1. the signed bytes are kept with the
 * idempotency key, 2. they are sent (to another node when one fails: the same bytes count once), 3. the answer is kept. A repeat after a
 * crash between 1 and 3 sends the kept bytes again.
 */
@Injectable()
export class Submissions {
  readonly #underWay = new Set<string>();

  constructor(
    private readonly database: Database,
    private readonly idempotency: Idempotency,
    private readonly organisations: Organisations,
    private readonly store: ChainStore,
    private readonly chains: Chains,
    private readonly relay: NodeRelay,
  ) {}

  async submit(organisationId: string, chainId: string, { module, command, payload, wait = 'final' }: Submit, keyed?: KeyedRequest): Promise<SubmissionView> {
    const chain = await this.store.get(organisationId, chainId);
    const cards = await this.chains.commands(organisationId, chainId);
    const card = cards.find(({ name }) => name === module);
    if (!card?.commands.some(({ name }) => name === command)) fail('UNKNOWN_COMMAND', { facts: { module, command }, field: card ? '/command' : '/module' });
    const make = async () => signCall({ chainId, module, command, payload }, await this.organisations.signingKey(organisationId), Date.now());
    const sending = { organisationId, chainId, wait };
    return this.#once(keyed, sending, make, (transaction) => this.#send(sending, transaction, cards, chain.signerPublicKey));
  }

  /** Signed by the caller. */
  async submitSigned(organisationId: string, chainId: string, { transaction: hex, wait = 'final' }: { transaction: string; wait?: Sending['wait'] }, keyed?: KeyedRequest): Promise<SubmissionView> {
    const cards = await this.chains.commands(organisationId, chainId);
    const given = decodeHex(hex);
    const sending = { organisationId, chainId, wait };
    return this.#once(keyed, sending, async () => given, (transaction) => this.#send(sending, transaction, cards, toHex(transaction.signatures[0]?.publicKey ?? new Uint8Array(0))));
  }

  async #once(keyed: KeyedRequest | undefined, sending: Sending, make: () => Promise<SealedTransaction>, send: (transaction: SealedTransaction) => Promise<SubmissionView>): Promise<SubmissionView> {
    if (!keyed) return send(await make());
    const name = `${keyed.organisationId} ${keyed.actorId} ${keyed.key}`;
    if (this.#underWay.has(name)) fail('IN_PROGRESS');
    this.#underWay.add(name);
    try {
      const kept = await this.database.transaction(() => this.#keep(keyed, make)); // 1
      if ('answer' in kept) return kept.answer as SubmissionView;
      const answer = await send(await this.#unlessLost(kept.transaction, sending, keyed, make)); // 2
      await this.idempotency.keepAnswer(keyed, answer); // 3
      return answer;
    } finally {
      this.#underWay.delete(name);
    }
  }

  async #keep(keyed: KeyedRequest, make: () => Promise<SealedTransaction>): Promise<{ answer: unknown } | { transaction: SealedTransaction }> {
    const kept = await this.idempotency.claim(keyed);
    if ('answer' in kept) return { answer: kept.answer };
    if (kept.work) return { transaction: decodeTransaction(kept.work) };
    const transaction = await make();
    await this.idempotency.keepWork(keyed, Buffer.from(transaction.bytes));
    return { transaction };
  }

  /** Kept bytes whose time is over and that no block holds can never count any more: only then may new ones take their place. */
  async #unlessLost(before: SealedTransaction, { organisationId, chainId }: Sending, keyed: KeyedRequest, make: () => Promise<SealedTransaction>): Promise<SealedTransaction> {
    if (Date.now() < before.body.validUntilMs + GATEWAY_LIMITS.windowSlackMs) return before;
    if ((await this.#stateOf(organisationId, chainId, toHex(before.txId))) !== 'unknown') return before;
    const transaction = await make();
    await this.idempotency.keepWork(keyed, Buffer.from(transaction.bytes));
    return transaction;
  }

  async #stateOf(organisationId: string, chainId: string, txId: string): Promise<string> {
    try {
      return (await this.relay.json<{ state: string }>(organisationId, chainId, { method: 'GET', path: `/transactions/${txId}` })).state;
    } catch (error) {
      if (error instanceof ProblemError && error.problem.status === 404) return 'unknown';
      throw error;
    }
  }

  async #send({ organisationId, chainId, wait }: Sending, transaction: SealedTransaction, cards: readonly ModuleCard[], signer: string): Promise<SubmissionView> {
    const module = transaction.body.calls[0]?.module ?? '';
    const answer = await this.#ask(organisationId, chainId, wait, transaction, module, cards);
    if (answer.outcome?.kind === 'refused') throw new ProblemError(refusalProblem(answer.outcome, module, cards, answer.txId));
    if (answer.state === 'dropped') fail('TRANSACTION_DROPPED', { facts: { txId: answer.txId } });
    const reached = wait === 'none' || answer.state === 'final' || (wait === 'head' && answer.state === 'head');
    if (!reached) fail('NOT_FINAL_IN_TIME', { facts: { waitedMs: GATEWAY_LIMITS.waitMs, txId: answer.txId } });
    return { ...answer, signer };
  }

  async #ask(organisationId: string, chainId: string, wait: string, transaction: SealedTransaction, module: string, cards: readonly ModuleCard[]): Promise<SubmitAnswer> {
    const path = `/transactions?wait=${wait}&timeoutMs=${GATEWAY_LIMITS.waitMs}`;
    const request = { method: 'POST', path, headers: { 'content-type': 'application/octet-stream' }, body: transaction.bytes, timeoutMs: GATEWAY_LIMITS.waitMs + GATEWAY_LIMITS.relaySlackMs } as const;
    try {
      return await this.relay.submit(organisationId, chainId, request);
    } catch (error) {
      throw error instanceof ProblemError ? new ProblemError(reworded(error.problem, module, cards)) : error;
    }
  }
}

/** A refusal at the door of the node comes as a problem; it gets the module's words and the field, like one from a block. */
function reworded(problem: Problem, module: string, cards: readonly ModuleCard[]): Problem {
  const known = cards.some(({ errors }) => errors.some(({ code }) => code === problem.code));
  const path = problem.facts?.path;
  if (!known && typeof path !== 'string') return problem;
  return refusalProblem({ kind: 'refused', code: problem.code, detail: problem.detail, facts: { ...problem.facts } }, module, cards);
}

function decodeHex(hex: string): SealedTransaction {
  const bytes = fromHex(hex.toLowerCase()) ?? fail('MALFORMED', { facts: { field: 'transaction' }, field: '/transaction' });
  try {
    return decodeTransaction(bytes);
  } catch (error) {
    const { facts } = error as { facts?: Readonly<Record<string, string>> };
    return fail('MALFORMED', { facts: { field: facts?.field ?? 'transaction' }, field: '/transaction' });
  }
}
