export * from './explorer.module';
