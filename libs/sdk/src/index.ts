export * from './client/client';
export * from './client/errors';
export type { ServerEvent } from './client/events';
export type { CallOptions, HttpOptions } from './client/http';
export type { WaitOptions } from './client/operations';
export * from './signing/build';
export * from './signing/key';
export * from './signing/sign';
