export * from './api-keys';
export * from './auth.module';
export * from './setup';
export * from './signed-in.guard';
