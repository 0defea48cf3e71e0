export * from './actor';
export * from './permission.guard';
export * from './permissions';
export * from './route-rules';
export * from './same-origin.guard';
