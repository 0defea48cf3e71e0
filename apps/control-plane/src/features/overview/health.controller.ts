import { Controller, Get, Header } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { collectDefaultMetrics, Gauge, Registry } from 'prom-client';
import { Permission, Public } from '../../platform/auth';
import { Database } from '../../platform/db';
import { fail } from '../../platform/errors';
import { Jobs } from '../../platform/queue';
import { Agents } from '../hosts';

@ApiTags('health')
@Controller()
export class HealthController {
  readonly #metrics = new Registry();

  constructor(
    private readonly database: Database,
    agents: Agents,
    jobs: Jobs,
  ) {
    collectDefaultMetrics({ register: this.#metrics });
    new Gauge({
      name: 'bystack_job_runs',
      help: 'Runs of each job that ended well',
      labelNames: ['job'],
      registers: [this.#metrics],
      collect() {
        jobs.runs.forEach((count, job) => this.set({ job }, count));
      },
    });
    new Gauge({
      name: 'bystack_hosts_connected',
      help: 'Agents connected now',
      registers: [this.#metrics],
      collect() {
        this.set(agents.connectedHostIds().length);
      },
    });
  }

  /** The process runs. */
  @Get('health/live')
  @Public()
  live(): { readonly live: true } {
    return { live: true };
  }

  /** It can do its work: the database answers. */
  @Get('health/ready')
  @Public()
  async ready(): Promise<{ readonly ready: true }> {
    try {
      await this.database.manager.query('SELECT 1');
    } catch {
      fail('NOT_READY');
    }
    return { ready: true };
  }

  @Get('metrics')
  @Permission('metrics:read')
  @Header('Content-Type', 'text/plain; version=0.0.4')
  metrics(): Promise<string> {
    return this.#metrics.metrics();
  }
}
