export * from './api-keys';
export * from './auth.module';
export * from './own-password';
export * from './setup';
export * from './signed-in.guard';
