export * from './checkpoint';
export * from './final-headers';
export * from './light-client';
export * from './state-evidence';
export * from './work-checkpoint';
export * from './work-client';
