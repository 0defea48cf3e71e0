import { Module } from '@nestjs/common';
import { ChainsModule } from '../chains';
import { GatewayModule } from '../gateway';
import { OperationsModule } from '../operations';
import { OrganisationsModule } from '../organisations';
import { TemplatesModule } from '../templates';
import { Starter } from './starter';
import { StarterName } from './starter-name';

@Module({
  imports: [ChainsModule, GatewayModule, OperationsModule, OrganisationsModule, TemplatesModule],
  providers: [Starter, StarterName],
  exports: [Starter],
})
export class StarterModule {}
