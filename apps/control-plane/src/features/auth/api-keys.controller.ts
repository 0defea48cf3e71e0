import { Body, Controller, Delete, Get, HttpCode, Param, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { ApiKeyCreated, ApiKeyView, Page } from '@bystack/api';
import { By, Mutation, Permission, type Actor } from '../../platform/auth';
import { ApiKeys } from './api-keys';
import { CreateApiKeyDto } from './dto';

@ApiTags('auth')
@Controller('api-keys')
export class ApiKeysController {
  constructor(private readonly keys: ApiKeys) {}

  @Get()
  @Permission('api-keys:manage')
  async list(@By() by: Actor): Promise<Page<ApiKeyView>> {
    return { items: await this.keys.list(by.organisationId) };
  }

  /** The key itself is in this answer and never again. */
  @Post()
  @Permission('api-keys:manage')
  @Mutation()
  create(@By() by: Actor, @Body() body: CreateApiKeyDto): Promise<ApiKeyCreated> {
    return this.keys.create(by, body);
  }

  @Delete(':id')
  @Permission('api-keys:manage')
  @Mutation()
  @HttpCode(204)
  revoke(@By() by: Actor, @Param('id') id: string): Promise<void> {
    return this.keys.revoke(by, id);
  }
}
