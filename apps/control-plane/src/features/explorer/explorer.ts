import { Injectable } from '@nestjs/common';
import type { BlockSummary, BlockView, CallView, CommitteeView, HeadersAnswer, Page, TransactionView } from '@bystack/api';
import { codeOf, problemError, type ProblemError } from '../../platform/errors';
import { ChainStore } from '../chains';
import { isListOf, isTold, NodeRelay } from '../gateway';
import { commandTold, Seats } from '../governance';
import { KERNEL_CARD } from '../modules';

const isBlocks = isListOf(isTold('BlockSummary'));
const [isBlock, isTransaction, isHeaders, isCommittee] = [isTold('BlockView'), isTold('TransactionView'), isTold('HeadersAnswer'), isTold('CommitteeView')];
const ID = /^[0-9a-f]{64}$/;
/** A record that is on its way is worth a moment's wait. */
const RECEIPT_WAIT_MS = 2_000;
/** What a node shows at once. */
const BLOCKS_AT_ONCE_MAX = 100;
const HEIGHT = /^\d{1,15}$/;
const SHOWN_MAX = 80;

/** What is on a chain, read from a node. */
@Injectable()
export class Explorer {
  constructor(
    private readonly relay: NodeRelay,
    private readonly seats: Seats,
    private readonly chains: ChainStore,
  ) {}

  /** Newest first. */
  async blocks(organisationId: string, chainId: string, limit: number, before?: number): Promise<Page<BlockSummary>> {
    const shown = Math.min(limit, BLOCKS_AT_ONCE_MAX);
    const path = `/blocks?limit=${shown}${before === undefined ? '' : `&before=${before}`}`;
    const items = await this.relay.json(organisationId, chainId, { method: 'GET', path }, isBlocks);
    const last = items.at(-1);
    return { items, ...(last && last.height > 0 && items.length === shown ? { next: String(last.height) } : {}) };
  }

  committee(organisationId: string, chainId: string): Promise<CommitteeView> {
    return this.relay.json(organisationId, chainId, { method: 'GET', path: '/committee' }, isCommittee);
  }

  block(organisationId: string, chainId: string, heightOrId: string): Promise<BlockView> {
    const unknown = unknownAs('BLOCK_UNKNOWN', { block: shortened(heightOrId) });
    if (!ID.test(heightOrId) && !HEIGHT.test(heightOrId)) return this.#onChain(organisationId, chainId, unknown);
    return this.relay.json(organisationId, chainId, { method: 'GET', path: `/blocks/${heightOrId}` }, isBlock).catch((error) => this.#told(organisationId, chainId, error, unknown));
  }

  /** Final blocks from a height on, as a node wrote them down: nothing in them need be believed before it is checked. */
  async exportPage(organisationId: string, chainId: string, from: number): Promise<Buffer> {
    return (await this.relay.ask(organisationId, chainId, { method: 'GET', path: `/export?from=${from}` })).body;
  }

  /** What it says about the chain itself comes in words. */
  async transaction(organisationId: string, chainId: string, txId: string): Promise<TransactionView> {
    const view = await this.#aboutId(organisationId, chainId, txId, () => this.relay.json(organisationId, chainId, { method: 'GET', path: `/transactions/${txId}` }, isTransaction));
    const isKernels = ({ module }: CallView): boolean => module === KERNEL_CARD.name;
    const seen = view.calls.some(isKernels) ? await this.seats.see(organisationId, chainId).catch(() => undefined) : undefined;
    // Words are never a node's own.
    return { ...view, calls: view.calls.map(({ told: _, ...call }) => (seen !== undefined && isKernels(call) ? { ...call, told: commandTold(call, seen) } : call)) };
  }

  headers(organisationId: string, chainId: string, asked: Asked): Promise<HeadersAnswer> {
    return this.relay.json(organisationId, chainId, { method: 'GET', path: `/headers${queryOf(asked)}` }, isHeaders);
  }

  /** The proof exactly as the node made it. @param place module, store, key in hex */
  async stateProof(organisationId: string, chainId: string, place: readonly string[], asked: Asked): Promise<Buffer> {
    return (await this.relay.ask(organisationId, chainId, { method: 'GET', path: `/state-proofs/${place.map(encodeURIComponent).join('/')}${queryOf(asked)}` })).body;
  }

  /** The receipt file exactly as the node made it. Waits only for what a node has heard of: every node would have to wait for what is nowhere. */
  async receipt(organisationId: string, chainId: string, txId: string, asked: Asked): Promise<Buffer> {
    const ask = async (how: Asked) =>
      (await this.relay.ask(organisationId, chainId, { method: 'GET', path: `/receipts/${txId}${queryOf({ ...asked, ...how })}` })).body;
    return this.#aboutId(organisationId, chainId, txId, async () => {
      try {
        return await ask({});
      } catch (error) {
        if (!ON_ITS_WAY.has(codeOf(error) ?? '')) throw error;
        return ask({ wait: 'final', timeoutMs: RECEIPT_WAIT_MS });
      }
    });
  }

  async #aboutId<T>(organisationId: string, chainId: string, txId: string, ask: () => Promise<T>): Promise<T> {
    if (!ID.test(txId)) return this.#onChain(organisationId, chainId, unknownAs('TRANSACTION_ID_INVALID', { given: shortened(txId) }));
    return ask().catch((error) => this.#told(organisationId, chainId, error, unknownAs('TRANSACTION_UNKNOWN', { txId })));
  }

  /** What no node knows, of a chain that is there. */
  async #told(organisationId: string, chainId: string, error: unknown, unknown: ProblemError): Promise<never> {
    if (codeOf(error) !== 'NOT_FOUND') throw error;
    return this.#onChain(organisationId, chainId, unknown);
  }

  /** Whoever may not see the chain hears nothing else. */
  async #onChain(organisationId: string, chainId: string, unknown: ProblemError): Promise<never> {
    await this.chains.get(organisationId, chainId);
    throw unknown;
  }
}

/** It will be final, by votes or by depth. */
const ON_ITS_WAY = new Set(['NOT_FINAL_IN_TIME', 'NOT_BURIED_HERE']);

function unknownAs(code: 'BLOCK_UNKNOWN' | 'TRANSACTION_UNKNOWN' | 'TRANSACTION_ID_INVALID', facts: Readonly<Record<string, string>>): ProblemError {
  return problemError(code, { facts });
}

/** What somebody typed, as far as it is worth repeating. */
function shortened(given: string): string {
  return given.length > SHOWN_MAX ? `${given.slice(0, SHOWN_MAX)}…` : given;
}

/** What a node is asked with; what is undefined is left out. */
type Asked = Readonly<Record<string, string | number | undefined>>;

function queryOf(asked: Asked): string {
  const given = Object.entries(asked).flatMap(([name, value]): [string, string][] => (value === undefined ? [] : [[name, String(value)]]));
  return given.length === 0 ? '' : `?${new URLSearchParams(given).toString()}`;
}
