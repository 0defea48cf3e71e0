import { Controller, Get, Param } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { ModuleCard, Page } from '@bystack/api';
import { Permission } from '../../platform/auth';
import { fail } from '../../platform/errors';
import { KERNEL_CARD } from './kernel-card';
import { cardOf } from './module-card';
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

  /** The newest version of one; `kernel` is what every chain with a committee can do about itself. */
  @Get(':name')
  @Permission('modules:read')
  show(@Param('name') name: string): ModuleCard {
    const known = this.registry.moduleNamed(name);
    return name === KERNEL_CARD.name ? KERNEL_CARD : known === undefined ? fail('NOT_FOUND') : cardOf(known);
  }
}
