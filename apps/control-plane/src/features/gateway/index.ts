export * from './cards-in-force';
export * from './gateway.module';
export * from './node-relay';
export { signBody } from './sign-call';
export * from './submissions';
