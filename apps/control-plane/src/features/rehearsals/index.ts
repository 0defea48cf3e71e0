export * from './rehearsals.module';
