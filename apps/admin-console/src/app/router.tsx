import type { Me } from '@bystack/api';
import type { QueryClient } from '@tanstack/react-query';
import { createRootRouteWithContext, createRoute, createRouter, lazyRouteComponent, redirect } from '@tanstack/react-router';
import { STEPS, type WizardStep } from '../features/chains/create/steps';
import { problemOf } from '../platform/problem';
import { queries } from '../platform/queries';
import { RouteProblem } from './route-problem';
import { Shell } from './shell';

const root = createRootRouteWithContext<{ client: QueryClient }>()({ errorComponent: RouteProblem, notFoundComponent: lazyRouteComponent(() => import('./not-found'), 'NotFound') });

/** From an address: what anybody typed. */
const whole = (value: unknown): number | undefined => (typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : undefined);
const text = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined);

const setup = createRoute({
  getParentRoute: () => root,
  path: '/setup',
  validateSearch: (search): { token?: string } => ({ token: text(search.token) }),
  component: lazyRouteComponent(() => import('../features/auth/setup-page'), 'SetupPage'),
});
const signIn = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  validateSearch: (search): { next?: string } => ({ next: text(search.next) }),
  component: lazyRouteComponent(() => import('../features/auth/sign-in-page'), 'SignInPage'),
});

const resetPassword = createRoute({
  getParentRoute: () => root,
  path: '/reset-password',
  component: lazyRouteComponent(() => import('../features/auth/reset-page'), 'ResetPage'),
});

const checkAlone = createRoute({ getParentRoute: () => root, path: '/check-receipt', component: lazyRouteComponent(() => import('../features/auth/check-alone-page'), 'CheckAlonePage') });

/** Everything else is for people who are signed in; others are led to signing in and back. */
const inside = createRoute({
  getParentRoute: () => root,
  id: 'inside',
  component: Shell,
  errorComponent: RouteProblem,
  beforeLoad: async ({ context, location }): Promise<{ me: Me }> => {
    try {
      return { me: await context.client.ensureQueryData(queries.me()) };
    } catch (error) {
      if (problemOf(error).code !== 'NOT_SIGNED_IN') throw error;
      if (location.pathname === '/check') throw redirect({ to: '/check-receipt' });
      throw redirect({ to: '/sign-in', search: { next: location.href === '/' ? undefined : location.href } });
    }
  },
});
const parent = { getParentRoute: () => inside } as const;

const home = createRoute({ ...parent, path: '/', component: lazyRouteComponent(() => import('../features/home/home-page'), 'HomePage') });
const chains = createRoute({ ...parent, path: '/chains', component: lazyRouteComponent(() => import('../features/chains/chains-page'), 'ChainsPage') });
const newChain = createRoute({
  ...parent,
  path: '/chains/new',
  validateSearch: (search): { template?: string; step?: WizardStep } => ({ template: text(search.template), step: STEPS.find((step) => step === search.step) }),
  component: lazyRouteComponent(() => import('../features/chains/create/create-page'), 'CreatePage'),
});
const chain = createRoute({ ...parent, path: '/chains/$chainId', component: lazyRouteComponent(() => import('../features/chains/chain/chain-page'), 'ChainPage') });
const ofChain = { getParentRoute: () => chain } as const;
const overview = createRoute({ ...ofChain, path: '/', component: lazyRouteComponent(() => import('../features/chains/chain/overview-tab'), 'OverviewTab') });
const records = createRoute({
  ...ofChain,
  path: '/records',
  validateSearch: (search): { form?: string; lookup?: string; set?: number } => ({ form: text(search.form), lookup: text(search.lookup), set: whole(search.set) }),
  component: lazyRouteComponent(() => import('../features/chains/records/records-tab'), 'RecordsTab'),
});
const explorer = createRoute({ ...ofChain, path: '/explorer', component: lazyRouteComponent(() => import('../features/chains/explorer/explorer-tab'), 'ExplorerTab') });
const block = createRoute({ ...ofChain, path: '/explorer/blocks/$block', component: lazyRouteComponent(() => import('../features/chains/explorer/block-view'), 'BlockPage') });
const transaction = createRoute({ ...ofChain, path: '/explorer/transactions/$txId', component: lazyRouteComponent(() => import('../features/chains/explorer/transaction-view'), 'TransactionPage') });
const nodes = createRoute({
  ...ofChain,
  path: '/nodes',
  validateSearch: (search): { logs?: string } => ({ logs: text(search.logs) }),
  component: lazyRouteComponent(() => import('../features/chains/nodes/nodes-tab'), 'NodesTab'),
});
const members = createRoute({ ...ofChain, path: '/members', component: lazyRouteComponent(() => import('../features/chains/members/members-tab'), 'MembersTab') });
const modules = createRoute({
  ...ofChain,
  path: '/modules',
  validateSearch: (search): { open?: string; set?: number } => ({ open: text(search.open), set: whole(search.set) }),
  component: lazyRouteComponent(() => import('../features/chains/modules/modules-tab'), 'ModulesTab'),
});
const assets = createRoute({ ...ofChain, path: '/assets', component: lazyRouteComponent(() => import('../features/chains/assets/assets-tab'), 'AssetsTab') });
const governance = createRoute({ ...ofChain, path: '/governance', component: lazyRouteComponent(() => import('../features/chains/governance/governance-tab'), 'GovernanceTab') });
const recovery = createRoute({ ...ofChain, path: '/recovery', component: lazyRouteComponent(() => import('../features/chains/recovery/recovery-tab'), 'RecoveryTab') });
const chainSettings = createRoute({ ...ofChain, path: '/settings', component: lazyRouteComponent(() => import('../features/chains/chain/settings-tab'), 'SettingsTab') });

const operation = createRoute({ ...parent, path: '/operations/$operationId', component: lazyRouteComponent(() => import('../features/operations/operation-page'), 'OperationPage') });
const templates = createRoute({ ...parent, path: '/templates', component: lazyRouteComponent(() => import('../features/templates/templates-page'), 'TemplatesPage') });
const template = createRoute({ ...parent, path: '/templates/$name', component: lazyRouteComponent(() => import('../features/templates/template-page'), 'TemplatePage') });
const hosts = createRoute({ ...parent, path: '/hosts', component: lazyRouteComponent(() => import('../features/hosts/hosts-page'), 'HostsPage') });
const organisation = createRoute({ ...parent, path: '/organisation', component: lazyRouteComponent(() => import('../features/organisations/organisation-page'), 'OrganisationPage') });
const audit = createRoute({ ...parent, path: '/audit', component: lazyRouteComponent(() => import('../features/audit/audit-page'), 'AuditPage') });
const checkReceipt = createRoute({ ...parent, path: '/check', component: lazyRouteComponent(() => import('../features/receipts/check-page'), 'CheckPage') });
const settings = createRoute({ ...parent, path: '/settings', component: lazyRouteComponent(() => import('../features/settings/settings-page'), 'SettingsPage') });

const tree = root.addChildren([
  setup,
  signIn,
  resetPassword,
  checkAlone,
  inside.addChildren([
    home, chains, newChain, operation, templates, template, hosts, organisation, audit, checkReceipt, settings,
    chain.addChildren([overview, records, members, explorer, block, transaction, assets, modules, nodes, governance, recovery, chainSettings]),
  ]),
]);

export function makeRouter(client: QueryClient) {
  return createRouter({ routeTree: tree, context: { client }, defaultPreload: 'intent', defaultPendingMs: 300, scrollRestoration: true });
}
