import { Module } from '@nestjs/common';
import { ChainsModule } from '../chains';
import { HostsModule } from '../hosts';
import { OperationsModule } from '../operations';
import { HealthController } from './health.controller';
import { OverviewController } from './overview.controller';

@Module({ imports: [ChainsModule, HostsModule, OperationsModule], controllers: [OverviewController, HealthController] })
export class OverviewModule {}
