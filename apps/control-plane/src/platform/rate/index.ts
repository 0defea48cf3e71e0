export * from './rate.guard';
export * from './throttle-storage';
export * from './window-counter';
