import { Global, Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { Installation, InstallationRow } from './installation';

@Global()
@Module({ imports: [TypeOrmModule.forFeature([InstallationRow])], providers: [Installation], exports: [Installation] })
export class InstallationModule {}
