export * from './config.module';
export * from './project-root';
export * from './seal';
export * from './secret-files';
export * from './settings';
