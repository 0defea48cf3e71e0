export * from './limits';
export * from './json-body';
export * from './request-id';
export * from './validate';
export * from './plain';
export * from './public-key';
export * from './page-query';
export * from './shapes';
