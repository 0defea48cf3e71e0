// The house's import rules; each row is a sentence of docs/ARCHITECTURE.md.
const core = 'libs/chain-core/src';
/** Layers of chain-core from the bottom up; a layer may import those listed for it. */
const layers = {
  primitives: [],
  codec: ['primitives'],
  crypto: ['codec', 'primitives'],
  protocol: ['crypto', 'codec', 'primitives'],
  state: ['protocol', 'crypto', 'codec', 'primitives'],
  light: ['state', 'protocol', 'crypto', 'codec', 'primitives'],
  module: ['state', 'protocol', 'crypto', 'codec', 'primitives'],
  ledger: ['module', 'state', 'protocol', 'crypto', 'codec', 'primitives'],
  kernel: ['ledger', 'module', 'state', 'protocol', 'crypto', 'codec', 'primitives'],
  execution: ['kernel', 'ledger', 'module', 'state', 'protocol', 'crypto', 'codec', 'primitives'],
  mempool: ['ledger', 'module', 'state', 'protocol', 'crypto', 'codec', 'primitives'],
  consensus: ['protocol', 'crypto', 'codec', 'primitives'],
  network: ['protocol', 'crypto', 'codec', 'primitives'],
  storage: ['state', 'protocol', 'crypto', 'codec', 'primitives'],
  sync: ['storage', 'state', 'protocol', 'crypto', 'codec', 'primitives'],
  holdings: ['storage', 'protocol', 'crypto', 'codec', 'primitives'],
  export: ['sync', 'storage', 'execution', 'module', 'state', 'protocol', 'crypto', 'codec', 'primitives'],
};
const layerRules = Object.entries(layers).map(([layer, below]) => ({
  name: `chain-core-${layer}-downwards-only`,
  severity: 'error',
  from: { path: `^${core}/${layer}/`, pathNot: '\\.test\\.ts$' },
  to: { path: `^${core}/`, pathNot: `^${core}/(${[layer, ...below].join('|')})/` },
}));

module.exports = {
  forbidden: [
    { name: 'no-circular', severity: 'error', from: {}, to: { circular: true } },
    { name: 'apps-never-import-each-other', severity: 'error', from: { path: '^apps/([^/]+)/', pathNot: '\\.test\\.ts$' }, to: { path: '^apps/', pathNot: '^apps/$1/' } },
    { name: 'libs-never-import-apps', severity: 'error', from: { path: '^libs/' }, to: { path: '^apps/' } },
    { name: 'modules-see-only-the-contract', severity: 'error', from: { path: '^libs/modules-[^/]+/', pathNot: '\\.test\\.ts$' }, to: { path: '^libs/', pathNot: ['^libs/chain-core/src/module/', '^libs/modules-'] } },
    { name: 'modules-never-import-each-other', severity: 'error', from: { path: '^libs/(modules-[^/]+)/' }, to: { path: '^libs/modules-', pathNot: '^libs/$1/' } },
    { name: 'module-tests-may-use-the-harness', severity: 'error', from: { path: '^libs/modules-[^/]+/.*\\.test\\.ts$' }, to: { path: '^libs/chain-core/src/', pathNot: '^libs/chain-core/src/(module|testing)/' } },
    { name: 'chain-core-knows-no-other-lib', severity: 'error', from: { path: `^${core}/` }, to: { path: '^libs/', pathNot: `^${core}/` } },
    { name: 'chain-core-knows-no-http-or-docker', severity: 'error', from: { path: `^${core}/` }, to: { path: 'node_modules/(@nestjs|dockerode|express|typeorm|pg)/' } },
    { name: 'bft-and-pow-never-meet', severity: 'error', from: { path: `^${core}/consensus/bft/` }, to: { path: `^${core}/consensus/pow/` } },
    { name: 'pow-and-bft-never-meet', severity: 'error', from: { path: `^${core}/consensus/pow/` }, to: { path: `^${core}/consensus/bft/` } },
    { name: 'features-only-through-index', severity: 'error', from: { path: '^apps/control-plane/src/features/([^/]+)/' }, to: { path: '^apps/control-plane/src/features/([^/]+)/(?!index\\.ts$)', pathNot: '^apps/control-plane/src/features/$1/' } },
    { name: 'platform-knows-no-feature', severity: 'error', from: { path: '^apps/control-plane/src/platform/', pathNot: '\\.test\\.ts$' }, to: { path: '^apps/control-plane/src/features/' } },
    { name: 'api-has-no-logic-from-elsewhere', severity: 'error', from: { path: '^libs/api/' }, to: { path: '^(libs/(?!api/)|apps/|node_modules/)' } },
    ...layerRules,
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^dist/|admin-console/node_modules)' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: { extensions: ['.ts', '.tsx', '.js', '.json', '.mjs'] },
  },
};
