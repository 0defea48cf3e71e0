import { Injectable } from '@nestjs/common';
import { objectOf, type BlockView, type ChangeView, type DecidedChange, type Json, type JsonObject, type TransactionView } from '@bystack/api';
import { hash } from '@bystack/chain-core/crypto/hash';
import { toHex } from '@bystack/chain-core/primitives/bytes';
import { canonicalOf, isListOf, isTold, NodeRelay } from '../../gateway';
import { idOfPackage } from '../module-words';

type Decided = Pick<DecidedChange, 'id' | 'changes' | 'proposedAtMs' | 'height'>;

const [isBlock, isBlocks] = [isTold('BlockView'), isListOf(isTold('BlockSummary'))];

/** What a proposal that is over asked for, word for word. Of long ones the chain keeps hash and size: the whole stands in the block that it was made in, for as long as nodes keep that. */
@Injectable()
export class AskedThen {
  constructor(private readonly relay: NodeRelay) {}

  /** Each change as it was proposed; as the chain keeps it where that cannot be had, or is not what it names. */
  async of(organisationId: string, chainId: string, decided: Decided): Promise<readonly ChangeView[]> {
    const asked = await this.#inBlock(organisationId, chainId, decided).catch(() => undefined);
    return decided.changes.map((kept, place) => (asked !== undefined && isKeptAs(kept, asked[place]) ? asked[place] : kept));
  }

  async #inBlock(organisationId: string, chainId: string, { id, proposedAtMs, height: endedIn }: Decided): Promise<readonly ChangeView[] | undefined> {
    const height = await this.#heightAt(organisationId, chainId, proposedAtMs, endedIn);
    const block = height === undefined ? undefined : await this.relay.json(organisationId, chainId, { method: 'GET', path: `/blocks/${height}` }, isBlock);
    return block?.transactions.map((transaction) => proposedIn(transaction, id)).find((changes) => changes !== undefined);
  }

  /** Each block is later than the one before, so halving finds the one of a time. */
  async #heightAt(organisationId: string, chainId: string, timeMs: number, last: number): Promise<number | undefined> {
    let [from, to] = [0, last];
    while (from <= to) {
      const middle = Math.floor((from + to) / 2);
      const [block] = await this.relay.json(organisationId, chainId, { method: 'GET', path: `/blocks?limit=1&before=${middle + 1}` }, isBlocks);
      if (block?.height !== middle || block.timeMs === timeMs) return block?.height === middle ? middle : undefined;
      if (block.timeMs < timeMs) from = middle + 1;
      else to = middle - 1;
    }
    return undefined;
  }
}

/** Each command that proposes tells the number that its proposal was given, in their order. */
function proposedIn({ calls, events }: BlockView['transactions'][number] & TransactionView, id: number): readonly ChangeView[] | undefined {
  const place = events.filter(({ module, name }) => module === 'kernel' && name === 'change-proposed').findIndex(({ data }) => objectOf(data).change === id);
  const call = calls.filter(({ module, command }) => module === 'kernel' && command === 'propose-change')[place];
  const { changes } = objectOf(call?.payload);
  return Array.isArray(changes) ? (changes as readonly ChangeView[]) : undefined;
}

/** Whether the chain would remember a change so: as it is, without what lies beside it, or as its kind, hash and size. */
function isKeptAs(kept: ChangeView, asked: ChangeView | undefined): asked is ChangeView {
  const text = textOf(kept);
  if (asked === undefined || text === undefined) return false;
  const forms = [asked, shortened(asked)];
  return [...forms, ...forms.map((form) => ({ kind: asked.kind, ...digestOf(form) }))].some((form) => textOf(form) === text);
}

function shortened(change: ChangeView): JsonObject {
  const { content, by, ...others } = change;
  if (change.kind === 'publish-package') return { ...others, package: idOfPackage(content), ...digestOf(content) };
  if (change.kind !== 'swap-module') return change;
  const { parameters = {}, ...named } = objectOf(by);
  return { ...others, by: named, ...digestOf(parameters) };
}

function digestOf(value: Json | undefined): JsonObject {
  const bytes = canonicalOf(objectOf(value));
  return bytes === undefined ? {} : { hash: toHex(hash(bytes)), bytes: bytes.length };
}

function textOf(value: JsonObject): string | undefined {
  const bytes = canonicalOf(value);
  return bytes && Buffer.from(bytes).toString('utf8');
}
