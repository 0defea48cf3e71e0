import type { AssetView, ChainView, HolderView, ModuleCard, Moved, TransactionView } from '@bystack/api';
import { fromHex } from '@bystack/chain-core/primitives/bytes';
import { ApiProblem } from '../../client/errors';
import { shownAmountOf, titleOf } from '../asset-words';
import type { Call, Command } from '../command';
import { UsageError } from '../exit';
import { findChain } from '../find-chain';
import { cardsOf, happenings, titled } from '../happenings';
import { oneLine } from '../printable';
import { counted, table, when } from '../table';
import { recordedLines } from './recorded';

interface Known {
  readonly chain: ChainView;
  readonly cards: readonly ModuleCard[];
  readonly assets: ReadonlyMap<string, AssetView>;
  /** Lines that say what it recorded. */
  readonly recorded: readonly string[];
}

const transaction: Command = {
  name: 'transaction',
  arguments: ['CHAIN', 'TXID'],
  summary: 'show what a transaction asked for, what became of it, what it recorded and what it moved',
  details: 'Records are shown as they were recorded then, and whether they were changed since. With --json everything in the transaction, as REST answers.',
  async run(call) {
    const { CHAIN, TXID } = call.arguments;
    if (!fromHex(TXID, 32)) throw new UsageError(`“${TXID}” is not a transaction id: those are 64 of the characters 0-9 and a-f.`);
    const chain = await findChain(call.client(), CHAIN);
    const view = await call.client().chains.transaction(chain.chainId, TXID);
    if (call.values.json) return { json: view, text: '' };
    const set = await setOf(call, chain.chainId, view);
    const cards = await cardsOf(call, chain.chainId, set);
    const [assets, recorded] = await Promise.all([assetsIn(call, chain.chainId, view), recordedLines(view, cards, { call, chain, txId: view.txId, set })]);
    return { json: view, text: describe(view, { chain, cards, assets, recorded }) };
  },
};

/** Of modules that it was recorded by, where they are not in force any more. */
async function setOf(call: Call, chainId: string, { height }: TransactionView): Promise<number | undefined> {
  if (height === undefined) return undefined;
  const { set, firstHeights } = await call.client().governance.modules(chainId);
  const then = Math.max(0, firstHeights.findLastIndex((first) => first <= height));
  return then === set ? undefined : then;
}

/** What a node cannot say stays an id. */
async function assetsIn(call: Call, chainId: string, { moved, effects = [] }: TransactionView): Promise<ReadonlyMap<string, AssetView>> {
  const ids = new Set([moved, ...effects].flatMap((each) => each?.moves.map(({ assetId }) => assetId) ?? []));
  const found = await Promise.all([...ids].map((id) => call.client().assets.show(chainId, id).catch(nothingIfRefused)));
  return new Map(found.flatMap((asset) => (asset === undefined ? [] : [[asset.assetId, asset]])));
}

function nothingIfRefused(error: unknown): undefined {
  if (!(error instanceof ApiProblem)) throw error;
}

function describe(view: TransactionView, known: Known): string {
  const { outcome, state, height, timeMs, signers, calls, moved, effects = [] } = view;
  const became = outcome?.kind === 'refused' ? `refused: ${outcome.code}\n            ${outcome.detail}` : (outcome?.kind ?? state);
  return [
    `transaction ${view.txId}`,
    `outcome     ${became}`,
    `state       ${state}${height === undefined ? '' : `, block ${height}${timeMs === undefined ? '' : `, ${when(timeMs)}`}`}`,
    ...signers.map((key) => `signed by   ${keyWords(key, known)}`),
    ...calls.flatMap((one) => [`asks for    ${titled(known.cards, 'commands', one.module, one.command)}${one.told?.seat ? `, by “${one.told.seat.label}”` : ''}`, ...(one.told?.sentences ?? []).map(({ en }) => `            ${oneLine(en)}`)]),
    ...happenings(view, known.cards),
    ...(known.recorded.length === 0 || height === undefined || timeMs === undefined ? [] : [`as of       block ${height}, ${when(timeMs)}, which is what records below speak of:`]),
    ...known.recorded,
    ...movesWords(outcome?.kind === 'refused' ? 'would have moved' : state === 'pending' ? 'will move' : 'moves', moved, known),
    ...effects.flatMap((effect) => movesWords(effect.module === 'kernel' ? 'got by open inputs' : `done by ${moduleWords(effect.module, known)}`, effect, known)),
  ].join('\n');
}

function movesWords(title: string, moved: Moved | undefined, known: Known): string[] {
  if (moved === undefined || (moved.moves.length === 0 && moved.unknown === 0)) return [];
  const amount = (assetId: string, units: string) => (units === '0' ? '-' : shownAmountOf(known.assets.get(assetId), units));
  const rows = moved.moves.map(({ assetId, who, gives, gets, back }) => [titleOf(known.assets.get(assetId), assetId), holderWords(who, known), amount(assetId, gives), amount(assetId, gets), amount(assetId, back)]);
  return ['', `${title}:`, ...(rows.length === 0 ? [] : [table(['ASSET', 'WHO', 'GIVES', 'GETS', 'BACK'], rows)]), ...(moved.unknown === 0 ? [] : [`(what lay in ${counted(moved.unknown, 'output')} that ${moved.unknown === 1 ? 'is' : 'are'} spent is not known to the node: who gives it is left out, and what somebody gets may be their own change)`])];
}

function holderWords(who: HolderView, known: Known): string {
  if (who.kind === 'issue') return 'newly issued';
  if (who.kind === 'retire') return 'taken out of the world';
  if (who.kind === 'module') return `${who.owner === undefined ? 'all' : keyWords(who.owner, known)}, kept by ${moduleWords(who.module, known)}`;
  const keys = who.keys.map((key) => keyWords(key, known)).join(', ');
  return `${who.keys.length === 1 ? keys : `${who.threshold} of ${keys}`}${who.notBeforeMs === undefined ? '' : `, not before ${when(who.notBeforeMs)}`}`;
}

function keyWords(key: string, { chain }: Known): string {
  return key === chain.signerPublicKey ? `${key} (your organisation)` : key;
}

function moduleWords(space: string, { cards }: Known): string {
  const [name] = space.split('~');
  return `“${cards.find((card) => card.name === name)?.title.en ?? name}”`;
}

export const transactionCommands = [transaction];
