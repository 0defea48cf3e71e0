export * from './api-keys';
export * from './auth.module';
export * from './limits';
export * from './own-password';
export * from './passwords';
export * from './sessions';
export * from './setup';
export * from './signed-in.guard';
