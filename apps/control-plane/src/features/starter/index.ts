export * from './starter';
export * from './starter.module';
