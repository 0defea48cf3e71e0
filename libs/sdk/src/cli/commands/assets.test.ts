import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runLine } from '../testing/run-line';

const POINTS = 'ab'.repeat(32);
const chainOf = (name: string, assets: string) => ({ name, assets, chainId: Buffer.from(name.padEnd(32)).toString('hex'), signerPublicKey: 'cd'.repeat(32) });
const CHAINS = [chainOf('Bare', 'disabled'), chainOf('Free', 'enabled'), chainOf('Old', 'enabled'), chainOf('Mill', 'enabled')];
const [BARE, FREE, OLD] = CHAINS.map(({ chainId }) => chainId);
let home: string;
let server: Server;

/** A control plane with a chain without assets, one without fees, one of fees 1.0.0 and one of fees 2.0.0. */
function answerTo(url: string): unknown {
  const points = { assetId: POINTS, document: { name: 'Points', symbol: 'PTS', decimals: 2 }, issued: '100000', retired: '0' };
  const isIn = (chainId: string | undefined) => url.includes(chainId!);
  if (url.endsWith('/modules')) return { modules: isIn(FREE) ? [{ module: 'quota' }] : [{ module: 'fee' }] };
  if (url.includes('/queries/fee/account')) return { answer: { asset: POINTS, amount: '2099', ...(isIn(OLD) ? {} : { paidIn: '1999' }) } };
  if (url.includes('/holdings/')) return { holdings: isIn(BARE) ? [] : [{ assetId: POINTS, alone: '1250', shared: '0', outputs: 1 }] };
  if (url.includes(`/assets/${POINTS}`)) return points;
  return { items: url.includes('/assets') ? (isIn(BARE) || isIn(FREE) ? [] : [points]) : CHAINS };
}

beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), 'bystack-assets-'));
  server = createServer((request, response) => void response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(answerTo(request.url ?? ''))));
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  await runLine(home, ['login', '--url', `http://127.0.0.1:${(server.address() as AddressInfo).port}`, '--key', 'bk_secret']);
});
afterAll(() => {
  server.close();
  rmSync(home, { recursive: true, force: true });
});

test.each<[string[], string]>([
  [['list', 'Bare'], 'This chain was founded to keep no assets.'],
  [['list', 'Free'], 'Nothing was issued yet'],
  [['list', 'Mill'], 'Points  PTS     1000.00'],
  [['holdings', 'Bare'], 'This chain was founded to keep no assets.'],
  [['holdings', 'Mill'], 'Beside that, Points: 20.99 PTS left for transactions; 19.99 PTS of it paid in, and paid out on request.'],
  [['account', 'Mill'], 'Points: 20.99 PTS left for transactions; 19.99 PTS of it paid in, and paid out on request.'],
  [['account', 'Old'], 'Points: 20.99 PTS left for transactions; what was paid in is not given back (fees 1.0.0).'],
  [['account', 'Free'], 'This chain asks for no fees.'],
])('assets %j', async (words, said) => {
  expect(await runLine(home, ['assets', ...words])).toMatchObject({ exit: 0, out: expect.stringContaining(said) });
});

test('holdings without fees say nothing of them', async () => {
  expect((await runLine(home, ['assets', 'holdings', 'Free'])).out).not.toContain('Beside');
});
