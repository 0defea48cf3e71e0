export * from './placeholders';
export * from './read-template';
export * from './template-schema';
export * from './templates';
export * from './templates.module';
