import type { AssetView, ChainView } from '@bystack/api';
import { decimalsIn, DECIMALS_MAX, unitsOf } from '@bystack/chain-core/primitives/decimal-amount';
import { nameOf, shown, symbolOf } from '../asset-words';
import { text, type Call, type Command } from '../command';
import { LocalError, UsageError } from '../exit';
import { feeAccountOf, feeAccountWords } from '../fee-account';
import { findChain } from '../find-chain';
import { submission } from '../submission';
import { table } from '../table';

const TO = { type: 'string', value: 'KEY', help: 'public key that gets it' } as const;
const AMOUNT = 'Amounts are written as people do: 1.50 of an asset with two decimals.';
const PAGE = 200;

const list: Command = {
  name: 'assets list',
  arguments: ['CHAIN'],
  summary: 'list the assets that were issued on a chain',
  async run(call) {
    const { chainId, assets } = await findChain(call.client(), call.arguments.CHAIN);
    const items = await assetsOf(call, chainId);
    return { json: items, text: items.length === 0 ? noAssets(assets) : table(['NAME', 'SYMBOL', 'ISSUED', 'RETIRED', 'ID'], items.map((asset) => [nameOf(asset), symbolOf(asset), shown(asset, asset.issued), shown(asset, asset.retired), asset.assetId])) };
  },
};

const holdings: Command = {
  name: 'assets holdings',
  arguments: ['CHAIN'],
  options: { of: { type: 'string', value: 'KEY', help: 'public key (default: your organisation’s)' } },
  summary: 'say what a key holds on a chain',
  details: 'SHARED is what it can spend only together with others. What is paid in for transactions is told beside it.',
  async run(call) {
    const chain = await findChain(call.client(), call.arguments.CHAIN);
    const key = text(call.values, 'of') ?? chain.signerPublicKey;
    const assets = new Map((await assetsOf(call, chain.chainId)).map((asset) => [asset.assetId, asset]));
    const answer = await call.client().assets.holdings(chain.chainId, key, { limit: PAGE });
    const rows = answer.holdings.map(({ assetId, alone, shared, outputs }) => {
      const asset = assets.get(assetId);
      return [asset ? nameOf(asset) : '-', shown(asset, alone), shown(asset, shared), String(outputs), assetId];
    });
    const held = rows.length === 0 ? (chain.assets === 'disabled' ? noAssets(chain.assets) : 'Nothing.') : table(['NAME', 'AMOUNT', 'SHARED', 'PIECES', 'ASSET'], rows);
    const paid = chain.assets === 'disabled' ? undefined : await feeAccountOf(call, chain.chainId, key);
    return { json: { ...answer, feeAccount: paid ?? null }, text: paid === undefined ? held : `${held}\nBeside that, ${await feeAccountWords(call, chain.chainId, paid)}` };
  },
};

const account: Command = {
  name: 'assets account',
  arguments: ['CHAIN'],
  options: { of: { type: 'string', value: 'KEY', help: 'public key (default: your organisation’s)' } },
  summary: 'say what a key can still write for, on a chain that asks for fees',
  async run(call) {
    const { chainId, signerPublicKey } = await findChain(call.client(), call.arguments.CHAIN);
    const found = await feeAccountOf(call, chainId, text(call.values, 'of') ?? signerPublicKey);
    return { json: found ?? null, text: found === undefined ? 'This chain asks for no fees.' : await feeAccountWords(call, chainId, found) };
  },
};

const define: Command = {
  name: 'assets define',
  arguments: ['CHAIN', 'NAME', 'AMOUNT'],
  options: { symbol: { type: 'string', value: 'SYMBOL', help: 'short form of the name' }, decimals: { type: 'string', value: 'DIGITS', help: 'digits after the point (default 0)' }, to: { ...TO, help: 'public key that gets the first amount (default: your organisation’s)' } },
  summary: 'define an asset by issuing it for the first time',
  details: `Your organisation’s key becomes its issuer, for ever. ${AMOUNT}`,
  async run(call) {
    const { chainId } = await findChain(call.client(), call.arguments.CHAIN);
    const [decimals, symbol, to] = [text(call.values, 'decimals') ?? '0', text(call.values, 'symbol'), text(call.values, 'to')];
    if (!/^\d{1,2}$/.test(decimals) || Number(decimals) > DECIMALS_MAX) throw new UsageError(`--decimals takes a number from 0 to ${DECIMALS_MAX}, not “${decimals}”.`);
    const request = { name: call.arguments.NAME, decimals: Number(decimals), amount: units(call.arguments.AMOUNT, Number(decimals)), ...(symbol !== undefined && { symbol }), ...(to !== undefined && { to }) };
    const view = await call.client().assets.define(chainId, request);
    const answer = submission(view);
    return { ...answer, text: `${answer.text}\nasset       ${view.assetId}` };
  },
};

const issue: Command = {
  name: 'assets issue',
  arguments: ['CHAIN', 'ASSET', 'AMOUNT'],
  options: { to: { ...TO, help: 'public key that gets it (default: your organisation’s)' } },
  summary: 'issue more of an asset that your organisation defined (ASSET: id, name or symbol)',
  details: AMOUNT,
  async run(call) {
    const { chainId, asset, amount } = await meant(call);
    const to = text(call.values, 'to');
    return submission(await call.client().assets.issue(chainId, asset.assetId, { amount, ...(to !== undefined && { to }) }));
  },
};

const transfer: Command = {
  name: 'assets transfer',
  arguments: ['CHAIN', 'ASSET', 'AMOUNT'],
  options: { to: TO },
  summary: 'hand an amount of an asset to a key',
  details: AMOUNT,
  async run(call) {
    const to = text(call.values, 'to');
    if (to === undefined) throw new UsageError('--to is missing: whose key gets it?');
    const { chainId, asset, amount } = await meant(call);
    return submission(await call.client().assets.transfer(chainId, asset.assetId, { amount, to }));
  },
};

const payIn: Command = {
  name: 'assets pay-in',
  arguments: ['CHAIN', 'ASSET', 'AMOUNT'],
  options: { for: { type: 'string', value: 'KEY', help: 'public key whose transactions it is for (default: your organisation’s); under fees 1.0.0 the treasury’s' } },
  summary: 'pay in for transactions, on a chain that asks for fees',
  details: AMOUNT,
  async run(call) {
    const { chainId, signerPublicKey, asset, amount } = await meant(call);
    return submission(await call.client().assets.transfer(chainId, asset.assetId, { amount, to: text(call.values, 'for') ?? signerPublicKey, payIn: true }));
  },
};

const payOut: Command = {
  name: 'assets pay-out',
  arguments: ['CHAIN', 'ASSET', 'AMOUNT'],
  summary: 'take back what was paid in for transactions and is not used (fees 2.0.0)',
  details: AMOUNT,
  async run(call) {
    const { chainId, asset, amount } = await meant(call);
    return submission(await call.client().chains.submit(chainId, { module: 'fee', command: 'pay-out', payload: { asset: asset.assetId, amount } }));
  },
};

const retire: Command = {
  name: 'assets retire',
  arguments: ['CHAIN', 'ASSET', 'AMOUNT'],
  summary: 'take an amount of an asset out of the world for ever',
  details: AMOUNT,
  async run(call) {
    const { chainId, asset, amount } = await meant(call);
    return submission(await call.client().assets.retire(chainId, asset.assetId, amount));
  },
};

/** The chain, the asset and the amount that the arguments name. */
async function meant(call: Call): Promise<Pick<ChainView, 'chainId' | 'signerPublicKey'> & { readonly asset: AssetView; readonly amount: string }> {
  const { CHAIN, ASSET, AMOUNT: amount } = call.arguments as { CHAIN: string; ASSET: string; AMOUNT: string };
  const { chainId, signerPublicKey } = await findChain(call.client(), CHAIN);
  const asset = await findAsset(call, chainId, ASSET);
  return { chainId, signerPublicKey, asset, amount: units(amount, decimalsIn(asset.document)) };
}

async function findAsset(call: Call, chainId: string, wanted: string): Promise<AssetView> {
  if (/^[0-9a-f]{64}$/.test(wanted)) return call.client().assets.show(chainId, wanted);
  const found = (await assetsOf(call, chainId)).filter((asset) => nameOf(asset) === wanted || symbolOf(asset) === wanted);
  if (found.length === 1) return found[0]!;
  throw new LocalError(found.length === 0 ? 'NOT_FOUND' : 'NAME_AMBIGUOUS', found.length === 0 ? `There is no asset “${wanted}”: see \`bystack assets list\`.` : `${found.length} assets are called “${wanted}”: give the id.`);
}

function noAssets(assets: ChainView['assets']): string {
  return assets === 'disabled' ? 'This chain was founded to keep no assets.' : 'Nothing was issued yet: `bystack assets define` does.';
}

async function assetsOf(call: Call, chainId: string): Promise<AssetView[]> {
  const all: AssetView[] = [];
  for (let after: string | undefined = ''; after !== undefined;) {
    const { items, next }: { readonly items: readonly AssetView[]; readonly next?: string } = await call.client().assets.list(chainId, { limit: PAGE, ...(after !== '' && { after }) });
    all.push(...items);
    after = next;
  }
  return all;
}

function units(amount: string, decimals: number): string {
  const found = unitsOf(amount, decimals);
  if (found === undefined) throw new UsageError(`“${amount}” is not an amount of an asset with ${decimals} decimals.`);
  return String(found);
}

export const assetCommands = [list, holdings, account, define, issue, transfer, payIn, payOut, retire];
