import type { AssetView, ChainView } from '@bystack/api';
import { EMPTY, faultIn, moveOf, type Draft } from './move';

const KEY = 'a1'.repeat(32);
const asset = { assetId: 'b'.repeat(64), document: { name: 'Points', decimals: 2 } } as unknown as AssetView;
const chain = { chainId: 'c'.repeat(64), name: 'Spices' } as unknown as ChainView;
const draft = (part: Partial<Draft>): Draft => ({ ...EMPTY, amount: '1.50', to: KEY, assetId: asset.assetId, name: 'Points', ...part });

beforeAll(() => {
  (globalThis as { window?: unknown }).window = { location: { origin: 'https://bystack.example' } };
});

describe('moving an asset', () => {
  it.each<[string, Partial<Draft>, AssetView | undefined, string | undefined]>([
    ['a transfer', {}, asset, undefined],
    ['without an asset', {}, undefined, 'asset'],
    ['too many decimals', { amount: '1.505' }, asset, 'amount'],
    ['nothing', { amount: '0' }, asset, 'amount'],
    ['to nobody', { to: '' }, asset, 'to'],
    ['to a name', { to: 'Ann' }, asset, 'to'],
    ['an issue to oneself', { kind: 'issue', to: '' }, asset, undefined],
    ['a retirement', { kind: 'retire', to: '' }, asset, undefined],
    ['a definition without a name', { kind: 'define', name: ' ' }, undefined, 'name'],
    ['a definition', { kind: 'define', to: '' }, undefined, undefined],
    ['a definition with too many decimals', { kind: 'define', decimals: 19 }, undefined, 'decimals'],
  ])('%s', (_what, part, of, fault) => expect(faultIn(draft(part), of)).toBe(fault));

  it('is sent in the smallest unit, and typed as people write it', () => {
    expect(moveOf(chain, draft({}), asset)).toMatchObject({ change: { path: `/chains/${chain.chainId}/assets/${asset.assetId}/transfers`, body: { amount: '150', to: KEY } }, recipe: { cli: `bystack assets transfer Spices ${asset.assetId} 1.50 --to ${KEY}` } });
    expect(moveOf(chain, draft({ kind: 'retire' }), asset).change).toEqual({ path: `/chains/${chain.chainId}/assets/${asset.assetId}/retirements`, body: { amount: '150' } });
    expect(moveOf(chain, draft({ kind: 'define', symbol: ' PTS ', to: '' }), undefined).change).toEqual({ path: `/chains/${chain.chainId}/assets`, body: { name: 'Points', decimals: 2, amount: '150', symbol: 'PTS' } });
  });
});
