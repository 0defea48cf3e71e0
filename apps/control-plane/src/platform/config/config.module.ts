import { Global, Module, type DynamicModule } from '@nestjs/common';
import { Seal } from './seal';
import { SecretFiles } from './secret-files';
import { SETTINGS, type Settings } from './settings';

@Global()
@Module({})
export class ConfigModule {
  static of(settings: Settings): DynamicModule {
    return {
      module: ConfigModule,
      providers: [
        { provide: SETTINGS, useValue: settings },
        { provide: SecretFiles, useFactory: () => new SecretFiles(settings.dataDir) },
        Seal,
      ],
      exports: [SETTINGS, SecretFiles, Seal],
    };
  }
}
