export { ChainModules } from './chain-modules';
export * from './rehearsals.module';
