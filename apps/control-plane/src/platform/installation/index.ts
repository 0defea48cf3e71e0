export * from './installation';
export * from './installation.module';
