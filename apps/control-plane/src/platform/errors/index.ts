export * from './problem-error';
export * from './problem-filter';
export * from './to-problem';
