export * from './change-words';
export * from './dto';
export * from './expect-changes';
export * from './governance.module';
export * from './kernel-words';
export * from './outlooks';
export * from './plan-words';
export * from './seats';
