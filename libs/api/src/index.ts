export * from './agent';
export * from './enough-approvals';
export * from './json';
export * from './node-rpc';
export * from './problem';
export * from './quorum';
export * from './rest';
export * from './templates';
