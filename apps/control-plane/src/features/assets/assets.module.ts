import { Module } from '@nestjs/common';
import { ChainsModule } from '../chains';
import { GatewayModule } from '../gateway';
import { OrganisationsModule } from '../organisations';
import { Assets } from './assets';
import { AssetsController } from './assets.controller';
import { Holdings } from './holdings';

@Module({ imports: [ChainsModule, GatewayModule, OrganisationsModule], controllers: [AssetsController], providers: [Assets, Holdings] })
export class AssetsModule {}
