import { Module } from '@nestjs/common';
import { ChainsModule } from '../chains';
import { GatewayModule } from '../gateway';
import { HostsModule } from '../hosts';
import { OperationsModule } from '../operations';
import { Recoveries } from './recoveries';
import { RecoveryController } from './recovery.controller';
import { RecoveryDriver } from './recovery-driver';

@Module({
  imports: [ChainsModule, GatewayModule, HostsModule, OperationsModule],
  controllers: [RecoveryController],
  providers: [Recoveries, RecoveryDriver],
})
export class RecoveryModule {}
