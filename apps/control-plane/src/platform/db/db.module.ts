import { Global, Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { SETTINGS, type Settings } from '../config';
import { Database } from './database';
import { DatabaseNewer, openDatabase } from './known-database';
import { databaseOptions } from './options';
import { Turns } from './turns';

@Global()
@Module({
  imports: [
    TypeOrmModule.forRootAsync({
      inject: [SETTINGS],
      useFactory: (settings: Settings) => ({
        ...databaseOptions(settings.databaseUrl),
        autoLoadEntities: true,
        retryAttempts: 20,
        retryDelay: 500,
        toRetry: (error: unknown) => !(error instanceof DatabaseNewer),
      }),
      dataSourceFactory: (options) => openDatabase(options!),
    }),
  ],
  providers: [Database, Turns],
  exports: [Database, Turns],
})
export class DbModule {}
