export * from './idempotency';
export * from './idempotency-row';
export * from './idempotency.module';
export * from './keyed-request';
export * from './mutation.interceptor';
