import { Module } from '@nestjs/common';
import { ModulesModule } from '../modules';
import { Templates } from './templates';
import { TemplatesController } from './templates.controller';

@Module({ imports: [ModulesModule], controllers: [TemplatesController], providers: [Templates], exports: [Templates] })
export class TemplatesModule {}
