export * from './columns';
export * from './database';
export * from './db.module';
export * from './turns';
