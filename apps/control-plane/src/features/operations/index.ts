export * from './operation-row';
export * from './operations';
export * from './operations.module';
export * from './steps';
