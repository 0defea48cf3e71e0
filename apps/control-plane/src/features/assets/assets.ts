import { Injectable } from '@nestjs/common';
import type { AssetSubmission, DefineAsset, HeldOutputView, IssueAsset, Json, JsonObject, TransferAsset } from '@bystack/api';
import { canonicalJson } from '@bystack/chain-core/codec/json';
import { AMOUNT_MAX } from '@bystack/chain-core/codec/writer';
import { fromHex, toHex, type Bytes } from '@bystack/chain-core/primitives/bytes';
import { assetId as idOf } from '@bystack/chain-core/protocol/ids';
import type { AssetDefinition, Lock, Output, SealedTransaction, TransactionBody } from '@bystack/chain-core/protocol/transaction';
import type { Actor } from '../../platform/auth';
import { fail, ProblemError } from '../../platform/errors';
import type { KeyedRequest } from '../../platform/idempotency';
import { Chains } from '../chains';
import { AmountWords, badAnswer, canonicalOf, CardsInForce, signBody, Submissions } from '../gateway';
import { Organisations } from '../organisations';
import { chooseOutputs } from './choose-outputs';
import { Holdings } from './holdings';
import { Reserved } from './reserved';

/** Whose chain, which one, and the request's key if it has one. */
export interface Asked {
  readonly by: Actor;
  readonly chainId: string;
  readonly keyed: KeyedRequest | undefined;
}
interface Making {
  readonly action: string;
  readonly assetId: string;
  readonly details: JsonObject;
  readonly parts: () => Promise<Pick<TransactionBody, 'inputs' | 'outputs'>>;
}

/** Assets of a chain, moved with the organisation's key. */
@Injectable()
export class Assets {
  /** Outputs that are about to be spent, and assets that are about to be defined. */
  readonly #reserved = new Reserved();

  constructor(
    private readonly chains: Chains,
    private readonly holdings: Holdings,
    private readonly submissions: Submissions,
    private readonly organisations: Organisations,
    private readonly cards: CardsInForce,
    private readonly amounts: AmountWords,
  ) {}

  /** An asset comes about by being issued for the first time. Refuses ASSET_UNDER_WAY: what comes of another request is not known yet; ASSET_EXISTS. */
  async define(asked: Asked, { name, symbol, decimals = 0, amount, to }: DefineAsset): Promise<AssetSubmission> {
    const own = await this.#ownKey(asked);
    const definition = { issuer: keyLock(own), document: canonicalJson({ name, decimals, ...(symbol !== undefined && { symbol }) }) };
    const assetId = toHex(idOf(definition));
    const place = `${asked.chainId} ${assetId}`;
    return this.#reserved.during((take) => {
      const parts = async () => {
        if (this.#reserved.has(place)) fail('ASSET_UNDER_WAY', { field: '/name', facts: { assetId } });
        take([place]);
        if (await this.#isKnown(asked, assetId)) fail('ASSET_EXISTS', { field: '/name', facts: { assetId } });
        return issuing(definition, amountOf(amount), to ?? toHex(own));
      };
      return this.#make(asked, { action: 'asset.define', assetId, details: { assetId, name, amount, to: to ?? toHex(own) }, parts });
    });
  }

  /** More of an asset that the organisation's key defined. Refuses NOT_ISSUER. */
  async issue(asked: Asked, assetId: string, { amount, to }: IssueAsset): Promise<AssetSubmission> {
    const own = await this.#ownKey(asked);
    const parts = async () => {
      const { threshold, issuers, document } = await this.holdings.asset(asked.by.organisationId, asked.chainId, assetId);
      if (threshold !== 1 || issuers.length !== 1 || issuers[0] !== toHex(own)) fail('NOT_ISSUER');
      return issuing(definitionOf(assetId, own, document), amountOf(amount), to ?? toHex(own));
    };
    return this.#make(asked, { action: 'asset.issue', assetId, details: { assetId, amount, to: to ?? toHex(own) }, parts });
  }

  /** `payIn`: see `#accountOf`. */
  transfer(asked: Asked, assetId: string, { amount, to, payIn = false }: TransferAsset): Promise<AssetSubmission> {
    const lock = payIn ? () => this.#accountOf(asked, assetId, to) : () => keyLock(fromHex(to, 32)!);
    return this.#spend(asked, { action: payIn ? 'asset.pay-in' : 'asset.transfer', assetId, amount, to }, lock);
  }

  /**
   * Whatever the node says that is asked, the output is `to`'s: fees 2.0.0 are paid in under a lock that names it as the owner, and for 1.0.0 it has to be the treasury.
   * Refuses NO_FEES; INVALID_REQUEST for what fees are not asked for in; TREASURY_NOT_NAMED.
   */
  async #accountOf({ by, chainId }: Asked, assetId: string, to: string): Promise<Lock> {
    const { asset, treasury, lock } = await this.holdings.feeAccount(by.organisationId, chainId, to);
    if (asset !== assetId) fail('INVALID_REQUEST', { field: '/payIn' });
    if (lock === undefined && treasury !== to) fail('TREASURY_NOT_NAMED', { field: '/to' });
    return lock ?? keyLock(fromHex(to, 32)!);
  }

  /** Takes it out of the world for ever. */
  retire(asked: Asked, assetId: string, amount: string): Promise<AssetSubmission> {
    return this.#spend(asked, { action: 'asset.retire', assetId, amount }, () => ({ kind: 'retire' }));
  }

  async #spend(asked: Asked, { action, assetId, amount, to }: { action: string; assetId: string; amount: string; to?: string }, lockOf: () => Lock | Promise<Lock>): Promise<AssetSubmission> {
    const own = await this.#ownKey(asked);
    const nameOf = ({ txId, index }: Pick<HeldOutputView, 'txId' | 'index'>) => `${asked.chainId} ${txId} ${index}`;
    /** By name, so that what a node tells twice counts once. */
    const busy = new Map<string, bigint>();
    const isFree = (output: HeldOutputView): boolean => {
      const name = nameOf(output);
      const isReserved = this.#reserved.has(name);
      if (isReserved) busy.set(name, BigInt(output.amount));
      return !isReserved;
    };
    return this.#reserved.during((take) => {
      const parts = async () => {
        const wanted = { key: toHex(own), assetId };
        const needed = amountOf(amount);
        const lock = await lockOf();
        const spendable = await this.holdings.spendable(asked.by.organisationId, asked.chainId, wanted, needed, isFree);
        const free = spendable.filter(isFree); // Some may have been taken while the node was asked.
        const { outputs, change } = chooseOutputs(free, needed, [...busy.values()].reduce((sum, each) => sum + each, 0n));
        take(outputs.map(nameOf));
        const asset = fromHex(assetId, 32)!;
        return {
          inputs: outputs.map(({ txId, index }) => ({ kind: 'spend' as const, outPoint: { txId: fromHex(txId, 32)!, index } })),
          outputs: [outputOf(asset, needed, lock), ...(change > 0n ? [outputOf(asset, change, keyLock(own))] : [])],
        };
      };
      return this.#make(asked, { action, assetId, details: { assetId, amount, ...(to !== undefined && { to }) }, parts });
    });
  }

  async #make({ by, chainId, keyed }: Asked, { action, assetId, details, parts }: Making): Promise<AssetSubmission> {
    const make = async (): Promise<SealedTransaction> => signBody(chainId, await parts(), await this.organisations.signingKey(by.organisationId), Date.now());
    const cards = await this.cards.of(by.organisationId, chainId); // Whose words a refusal has.
    try {
      const view = await this.submissions.submitMade({ organisationId: by.organisationId, actor: by }, chainId, { cards, make, noted: { action, details } }, keyed);
      return { ...view, assetId };
    } catch (error) {
      throw await this.amounts.retold(by.organisationId, chainId, error, assetId);
    }
  }

  /** The chain is there for the organisation, and keeps assets. */
  async #ownKey({ by, chainId }: Asked): Promise<Bytes> {
    const { assets } = await this.chains.get(by.organisationId, chainId);
    if (assets === 'disabled') fail('ASSETS_DISABLED');
    return (await this.organisations.signingKey(by.organisationId)).publicKey;
  }

  async #isKnown({ by, chainId }: Asked, assetId: string): Promise<boolean> {
    try {
      await this.holdings.asset(by.organisationId, chainId, assetId);
      return true;
    } catch (error) {
      if (error instanceof ProblemError && error.problem.code === 'NOT_FOUND') return false;
      throw error;
    }
  }
}

function issuing(definition: AssetDefinition, amount: bigint, to: string): Pick<TransactionBody, 'inputs' | 'outputs'> {
  return { inputs: [{ kind: 'issue', definition, amount }], outputs: [outputOf(idOf(definition), amount, keyLock(fromHex(to, 32)!))] };
}

/** A node that says another document would have the organisation issue another asset. */
function definitionOf(assetId: string, issuer: Bytes, said: Json): AssetDefinition {
  const document = canonicalOf(said);
  const definition = document && { issuer: keyLock(issuer), document };
  return definition && toHex(idOf(definition)) === assetId ? definition : badAnswer();
}

function keyLock(key: Bytes): AssetDefinition['issuer'] {
  return { kind: 'keys', threshold: 1, keys: [key] };
}

function outputOf(asset: Bytes, amount: bigint, lock: Lock): Output {
  return { assetId: asset, value: { kind: 'amount', amount }, lock };
}

function amountOf(text: string): bigint {
  const amount = BigInt(text);
  return amount <= AMOUNT_MAX ? amount : fail('INVALID_REQUEST', { field: '/amount' });
}
