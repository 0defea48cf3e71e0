export * from './recovery.module';
