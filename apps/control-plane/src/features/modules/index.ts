export * from './both-languages';
export * from './kernel-card';
export * from './module-card';
export * from './modules.module';
export * from './registry';
