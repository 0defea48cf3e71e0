// Written by scripts/gen-registry.mjs; run `npm run gen-registry` after adding a module.
export * from './rule-book';
export * from './rule-book-2';
