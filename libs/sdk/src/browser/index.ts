import './buffer';

// What of the SDK runs in a browser: checking evidence. `await ready` first.
export { backendReady as ready } from '@bystack/chain-core/crypto/backend.browser';
export * from '../verify/describe';
export * from '../verify/describe-failure';
export * from '../verify/describe-state';
export * from '../verify/describe-work';
export * from '../verify/evidence-words';
export * from '../verify/format-hashes';
export * from '../verify/proved-record';
export * from '../verify/read-trust';
export * from '../verify/verify-offline';
export * from '@bystack/chain-core/light';
