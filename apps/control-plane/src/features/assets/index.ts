export * from './assets.module';
