export * from './organisations';
export * from './organisations.module';
export * from './rows';
