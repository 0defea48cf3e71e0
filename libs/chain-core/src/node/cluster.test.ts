import { Coins } from '../testing/coins';
import { Cluster } from '../testing/cluster';

jest.setTimeout(60_000);

let cluster: Cluster;
afterEach(() => cluster.close());

function coinsOf(made: Cluster): Coins {
  return new Coins({ chainId: made.chain.chainId, seed: new Uint8Array(32).fill(5) });
}

test.each([1, 2, 4])('%i validators finalise transactions, wherever they are submitted', async (validators) => {
  cluster = new Cluster({ validators });
  await cluster.startAll();
  const coins = coinsOf(cluster);
  const issue = coins.issue(10, Date.now());
  await cluster.expectFinal(issue, 0, validators - 1);
  for (let i = 0; i < 10; i += 1) await cluster.expectFinal(coins.transfer(issue.txId, i, Date.now()), i % validators, (i + 1) % validators);
  expect(cluster.expectAgreement()).toBeGreaterThan(1);
});
