import { Controller, Get, Param, Query, Req, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import type { Operation, Page } from '@bystack/api';
import { By, Permission, type Actor } from '../../platform/auth';
import { Changes, LiveStreams } from '../../platform/events';
import { PageQuery } from '../../platform/http';
import { Operations } from './operations';

@ApiTags('operations')
@Controller('operations')
export class OperationsController {
  constructor(
    private readonly operations: Operations,
    private readonly changes: Changes,
    private readonly streams: LiveStreams,
  ) {}

  @Get()
  @Permission('operations:read')
  async list(@By() by: Actor, @Query() { limit, before }: PageQuery): Promise<Page<Operation>> {
    const items = await this.operations.list(by.organisationId, limit, before);
    return { items, ...(items.length === limit ? { next: String(items.at(-1)?.startedAtMs) } : {}) };
  }

  @Get(':id')
  @Permission('operations:read')
  get(@By() by: Actor, @Param('id') id: string): Promise<Operation> {
    return this.operations.get(by.organisationId, id);
  }

  /** Server-sent events `operation`: at once, and whenever something was observed; the stream ends with the operation. */
  @Get(':id/events')
  @Permission('operations:read')
  async events(@By() by: Actor, @Param('id') id: string, @Req() request: Request, @Res() response: Response): Promise<void> {
    const first = await this.operations.get(by.organisationId, id);
    const stream = this.streams.open(request, response);
    const show = (operation: Operation) => {
      stream.send('operation', operation);
      if (operation.state !== 'running') stream.close();
    };
    const stop = this.changes.listen(by.organisationId, (change) => {
      if (change.topic === 'operations' && change.id === id)
        this.operations
          .get(by.organisationId, id)
          .then(show)
          .catch(() => stream.close());
    });
    stream.onClose(stop);
    show(first);
  }
}
