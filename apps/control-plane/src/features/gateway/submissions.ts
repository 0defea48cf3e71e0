import { Injectable } from '@nestjs/common';
import type { AuditEntry, JsonObject, ModuleCard, SubmissionOutlook, SubmissionView, Submit } from '@bystack/api';
import { fromHex, toHex } from '@bystack/chain-core/primitives/bytes';
import { decodeTransaction } from '@bystack/chain-core/protocol/codec';
import type { SealedTransaction } from '@bystack/chain-core/protocol/transaction';
import { AuditTrail } from '../../platform/audit';
import { Database } from '../../platform/db';
import { fail } from '../../platform/errors';
import { Idempotency, type KeyedRequest } from '../../platform/idempotency';
import { Modules } from '../modules';
import { Organisations } from '../organisations';
import { CardsInForce } from './cards-in-force';
import { GATEWAY_LIMITS } from './limits';
import { notKnownThere } from './not-known-there';
import { Sender, type Sending } from './sender';
import { signCall } from './sign-call';

/** Who records. The chain sees the key that signs; the audit trail keeps who asked. */
export interface Submitter {
  readonly organisationId: string;
  readonly actor: AuditEntry['actor'];
}
/** A transaction that somebody else signs. */
export interface Made extends Pick<Sending, 'isBehind'> {
  readonly cards: readonly ModuleCard[];
  /** Signed transaction bytes, each time anew where that is possible. */
  readonly make: () => Promise<SealedTransaction>;
  /** What the audit trail says of it, besides the transaction's id. */
  readonly noted?: { readonly action: string; readonly details: JsonObject };
}
interface Wanted extends Sending, Made {
  readonly by: Submitter;
}

/**
 * Records somebody wants on a chain. The effect is on the chain, not in our database, so the order is: 1. the signed bytes are kept with the
 * idempotency key, and the audit entry with them, 2. they are sent (to another node when one fails: the same bytes count once), 3. the answer is
 * kept once it is the last word. A repeat before that, or after a crash between 1 and 3, sends the kept bytes again.
 */
@Injectable()
export class Submissions {
  constructor(
    private readonly database: Database,
    private readonly idempotency: Idempotency,
    private readonly audit: AuditTrail,
    private readonly organisations: Organisations,
    private readonly cards: CardsInForce,
    private readonly sender: Sender,
    private readonly modules: Modules,
  ) {}

  async submit(by: Submitter, chainId: string, asked: Submit, keyed?: KeyedRequest): Promise<SubmissionView> {
    return this.#once(await this.#wanted(by, chainId, asked), keyed);
  }

  /** Signed as in earnest, and asked of a node; nothing is sent, kept or noted. */
  async outlook(by: Submitter, chainId: string, asked: Submit): Promise<SubmissionOutlook> {
    const wanted = await this.#wanted(by, chainId, asked);
    return this.sender.check(wanted, await wanted.make());
  }

  async #wanted(by: Submitter, chainId: string, { module, command, payload, wait = 'final', waitMs }: Submit): Promise<Wanted> {
    const { organisationId } = by;
    const cards = await this.cards.with(organisationId, chainId, module, command);
    const card = cards.find(({ name }) => name === module);
    if (!card?.commands.some(({ name }) => name === command))
      throw notKnownThere({ module, command }, cards, this.modules);
    const make = async () => signCall({ chainId, module, command, payload }, await this.organisations.signingKey(organisationId), Date.now());
    return { by, organisationId, chainId, wait, waitMs, cards, make };
  }

  /** Signed by the caller. */
  async submitSigned(
    by: Submitter,
    chainId: string,
    { transaction: hex, wait = 'final', waitMs }: { transaction: string } & Pick<Submit, 'wait' | 'waitMs'>,
    keyed?: KeyedRequest,
  ): Promise<SubmissionView> {
    const cards = await this.cards.of(by.organisationId, chainId);
    const given = decodeHex(hex);
    return this.#once({ by, organisationId: by.organisationId, chainId, wait, waitMs, cards, make: async () => given }, keyed);
  }

  async outlookSigned({ organisationId }: Submitter, chainId: string, hex: string): Promise<SubmissionOutlook> {
    const cards = await this.cards.of(organisationId, chainId);
    return this.sender.check({ organisationId, chainId, wait: 'none', cards }, decodeHex(hex));
  }

  /** Signed by whoever `make` asks, for the first time only; waits until it is final. */
  submitMade(by: Submitter, chainId: string, made: Made, keyed?: KeyedRequest): Promise<SubmissionView> {
    return this.#once({ by, organisationId: by.organisationId, chainId, wait: 'final', ...made }, keyed);
  }

  async #once(sending: Wanted, keyed: KeyedRequest | undefined): Promise<SubmissionView> {
    if (!keyed) return this.sender.send(sending, await this.#prepare(sending));
    return this.idempotency.alone(keyed, async (kept) => {
      if ('answer' in kept) return kept.answer as SubmissionView;
      const transaction = kept.work ? await this.#unlessLost(decodeTransaction(kept.work), sending, keyed) : await this.#prepare(sending, keyed); // 1
      const answer = await this.sender.send(sending, transaction); // 2
      if (answer.burial === undefined || sending.wait !== 'final') await this.idempotency.keepAnswer(keyed, answer); // 3
      return answer;
    });
  }

  /** Whoever signs may take a moment: no transaction of the database waits for that. */
  async #prepare({ by, chainId, make, noted }: Wanted, keyed?: KeyedRequest): Promise<SealedTransaction> {
    const transaction = await make();
    const [call] = transaction.body.calls;
    const { action, details: more } = noted ?? { action: 'record.submit', details: call ? { module: call.module, command: call.command } : {} };
    const details = { txId: toHex(transaction.txId), ...more };
    await this.database.transaction(async () => {
      if (keyed) await this.idempotency.keepWork(keyed, Buffer.from(transaction.bytes));
      this.audit.note({ ...by, action, subject: { type: 'chain', id: chainId }, details });
    });
    return transaction;
  }

  /** Kept bytes whose time is over and that no block holds can never count any more: only then may new ones take their place. */
  async #unlessLost(before: SealedTransaction, sending: Wanted, keyed: KeyedRequest): Promise<SealedTransaction> {
    if (Date.now() < before.body.validUntilMs + GATEWAY_LIMITS.windowSlackMs) return before;
    if (await this.sender.isKnown(sending.organisationId, sending.chainId, toHex(before.txId))) return before;
    return this.#prepare(sending, keyed);
  }
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
