// Written by scripts/gen-registry.mjs; run `npm run gen-registry` after adding a module.
export * from './fee';
export * from './fee-2';
export * from './quota';
export * from './quota-2';
