export { isVoter, validatorsSeen, type NodeFacts } from './chain-facts';
export * from './chain-store';
export * from './chain-wishes';
export * from './chains';
export * from './chains.module';
export * from './create-chain';
export * from './node-view';
export * from './recovery-steps';
export * from './rows';
