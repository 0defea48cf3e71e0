import { Module } from '@nestjs/common';
import { ModulesController } from './modules.controller';
import { Modules } from './registry';

@Module({ controllers: [ModulesController], providers: [Modules], exports: [Modules] })
export class ModulesModule {}
