import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Page, Template } from '@bystack/api';
import { Permission } from '../../platform/auth';
import { TemplateQuery, TemplatesQuery } from './dto';
import { Templates } from './templates';

@ApiTags('templates')
@Controller('templates')
export class TemplatesController {
  constructor(private readonly templates: Templates) {}

  /** What chains are made from: the newest version of each, or with `versions=all` also those before, whose rules chains may still go by. */
  @Get()
  @Permission('templates:read')
  list(@Query() { versions }: TemplatesQuery): Page<Template> {
    return { items: versions === 'all' ? this.templates.listAll() : this.templates.list() };
  }

  @Get(':name')
  @Permission('templates:read')
  get(@Param('name') name: string, @Query() { version }: TemplateQuery): Template {
    return this.templates.get(name, version);
  }
}
