import { Module } from '@nestjs/common';
import { ChainsModule } from '../chains';
import { GatewayModule } from '../gateway';
import { GovernanceModule } from '../governance';
import { Explorer } from './explorer';
import { ExplorerController } from './explorer.controller';
import { LiveReading } from './live-reading';

@Module({ imports: [ChainsModule, GatewayModule, GovernanceModule], controllers: [ExplorerController], providers: [Explorer, LiveReading] })
export class ExplorerModule {}
