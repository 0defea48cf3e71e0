// Written by scripts/gen-registry.mjs; run `npm run gen-registry` after adding a module.
export * from './company-badges';
export * from './open-registration';
