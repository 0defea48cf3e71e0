import type { Page } from 'playwright-core';

export interface Place {
  readonly name: string;
  readonly path: string;
  /** What to open on the page before it is judged. */
  readonly act?: (page: Page) => Promise<void>;
}

export interface Known {
  readonly chainId: string;
  readonly height: number;
  readonly txId: string;
  readonly operationId: string;
}

const dialog = (page: Page) => page.getByRole('dialog').waitFor();

/** Every page of the console, and every dialog on it. */
export function placesOf({ chainId, height, txId, operationId }: Known): readonly Place[] {
  const chain = `/chains/${chainId}`;
  const wizard = '/chains/new?template=product-traceability&step=';
  return [
    { name: 'home', path: '/' },
    { name: 'chains', path: '/chains' },
    { name: 'copy as', path: '/chains', act: async (page) => (await page.locator('.copy-as').first().click(), dialog(page)) },
    { name: 'create: template', path: '/chains/new' },
    { name: 'create: rules', path: `${wizard}modules`, act: async (page) => { for (let left = await page.locator('.slot button[aria-expanded=false]').count(); left > 0; left--) await page.locator('.slot button[aria-expanded=false]').first().click(); } },
    { name: 'create: name and size', path: `${wizard}validators` },
    { name: 'create: review', path: `${wizard}review` },
    { name: 'operation', path: `/operations/${operationId}` },
    { name: 'overview', path: chain, act: async (page) => page.locator('.chart button:enabled').first().click() },
    { name: 'records', path: `${chain}/records` },
    { name: 'records: missing fields', path: `${chain}/records`, act: async (page) => page.locator('.record-form button[type=submit]').first().click() },
    { name: 'members', path: `${chain}/members` },
    { name: 'modules', path: `${chain}/modules?open=ask.open-registration.members`, act: async (page) => (await page.locator('.ability .table').waitFor(), page.locator('.ability').first().locator('summary').click()) },
    { name: 'explorer', path: `${chain}/explorer` },
    { name: 'block', path: `${chain}/explorer/blocks/${height}` },
    { name: 'transaction', path: `${chain}/explorer/transactions/${txId}` },
    { name: 'nodes and logs', path: `${chain}/nodes`, act: async (page) => (await page.locator('.row-actions button').first().click(), page.locator('.logs').waitFor()) },
    { name: 'stop a node', path: `${chain}/nodes`, act: async (page) => (await page.locator('.row-actions button').nth(1).click(), dialog(page)) },
    { name: 'decisions', path: `${chain}/governance` },
    { name: 'renew a key', path: `${chain}/governance`, act: async (page) => (await page.locator('main .row-actions button').first().click(), dialog(page)) },
    { name: 'propose a change', path: `${chain}/governance`, act: async (page) => (await page.locator('main .section-head button').first().click(), dialog(page)) },
    { name: 'add a node', path: `${chain}/nodes`, act: async (page) => (await page.locator('main .section-head button').first().click(), dialog(page)) },
    { name: 'chain settings', path: `${chain}/settings` },
    { name: 'delete the chain', path: `${chain}/settings`, act: async (page) => (await page.locator('main button').last().click(), dialog(page)) },
    { name: 'templates', path: '/templates' },
    { name: 'template', path: '/templates/product-traceability' },
    { name: 'hosts', path: '/hosts' },
    { name: 'add a host', path: '/hosts', act: async (page) => (await page.locator('.page-head button').last().click(), dialog(page)) },
    { name: 'organisation', path: '/organisation' },
    { name: 'invite somebody', path: '/organisation', act: async (page) => (await page.locator('.section-head button').first().click(), dialog(page)) },
    { name: 'new certificate authority', path: '/organisation', act: async (page) => (await page.locator('.section-head button').nth(1).click(), dialog(page)) },
    { name: 'new key', path: '/organisation', act: async (page) => (await page.locator('.section-head button').last().click(), dialog(page)) },
    { name: 'audit', path: '/audit' },
    { name: 'check a receipt', path: '/check' },
    { name: 'check a receipt, without an account', path: '/check-receipt' },
    { name: 'settings', path: '/settings' },
    { name: 'no such page', path: '/nowhere' },
    { name: 'no such chain', path: '/chains/nothing' },
  ];
}

/** Goes there and waits until the page has said what it is and has what it asked for. */
export async function visit(page: Page, place: Place): Promise<void> {
  await page.goto(place.path);
  await page.locator('h1').first().waitFor();
  await page.locator('.mantine-Skeleton-root').first().waitFor({ state: 'detached' });
  await place.act?.(page);
}
