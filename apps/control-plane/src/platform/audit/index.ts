export * from './audit-row';
export * from './audit-trail';
export * from './audit.module';
export * from './entry';
export * from './trail-check';
