export { keyOf } from './keys';
export { callOf, ModuleHarness, WaitingHarness, type AnyHarness, type CallOptions, type HarnessOptions, type Recorded } from './module-harness';
export { testChain, TEST_TIME_MS, type TestChain, type TestChainOptions } from './test-genesis';
