import { Controller, Get, Param } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Page, Template } from '@bystack/api';
import { Permission } from '../../platform/auth';
import { Templates } from './templates';

@ApiTags('templates')
@Controller('templates')
export class TemplatesController {
  constructor(private readonly templates: Templates) {}

  @Get()
  @Permission('templates:read')
  list(): Page<Template> {
    return { items: this.templates.list() };
  }

  @Get(':name')
  @Permission('templates:read')
  get(@Param('name') name: string): Template {
    return this.templates.get(name);
  }
}
