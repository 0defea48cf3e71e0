export * from './badges.module';
