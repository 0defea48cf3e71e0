export * from './self-signed';
