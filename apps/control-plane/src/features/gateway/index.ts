export * from './gateway.module';
export * from './node-relay';
export * from './submissions';
