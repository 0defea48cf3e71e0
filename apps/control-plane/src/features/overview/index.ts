export * from './overview.module';
