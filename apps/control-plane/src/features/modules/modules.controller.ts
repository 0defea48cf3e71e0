import { Controller, Get } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { ModuleCard, Page } from '@bystack/api';
import { Permission } from '../../platform/auth';
import { Modules } from './registry';

@ApiTags('modules')
@Controller('modules')
export class ModulesController {
  constructor(private readonly registry: Modules) {}

  @Get()
  @Permission('modules:read')
  list(): Page<ModuleCard> {
    return { items: this.registry.cards() };
  }
}
