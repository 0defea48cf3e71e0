import { Module, type DynamicModule } from '@nestjs/common';
import { APP_FILTER, APP_GUARD, APP_INTERCEPTOR, APP_PIPE } from '@nestjs/core';
import { ThrottlerModule } from '@nestjs/throttler';
import { AssetsModule } from './features/assets';
import { AuditModule } from './features/audit';
import { AuthModule, SignedInGuard } from './features/auth';
import { BadgesModule } from './features/badges';
import { ChainsModule } from './features/chains';
import { ExplorerModule } from './features/explorer';
import { GatewayModule } from './features/gateway';
import { GovernanceModule } from './features/governance';
import { HostsModule } from './features/hosts';
import { MembersModule } from './features/members';
import { ModulesModule } from './features/modules';
import { OperationsModule } from './features/operations';
import { OrganisationsModule } from './features/organisations';
import { OverviewModule } from './features/overview';
import { RehearsalsModule } from './features/rehearsals';
import { RecoveryModule } from './features/recovery';
import { StarterModule } from './features/starter';
import { TemplatesModule } from './features/templates';
import { AuditTrailModule } from './platform/audit';
import { PermissionGuard, SameOriginGuard } from './platform/auth';
import { ConfigModule, SETTINGS, type Settings } from './platform/config';
import { DbModule } from './platform/db';
import { ProblemFilter } from './platform/errors';
import { EventsModule } from './platform/events';
import { ValidateInput } from './platform/http';
import { IdempotencyModule, MutationInterceptor } from './platform/idempotency';
import { InstallationModule } from './platform/installation';
import { QueueModule } from './platform/queue';
import { RateGuard, ThrottleStorage, throttlerOptions } from './platform/rate';

const platform = [DbModule, EventsModule, AuditTrailModule, IdempotencyModule, InstallationModule, QueueModule];
const features = [
  AssetsModule,
  AuditModule,
  AuthModule,
  BadgesModule,
  MembersModule,
  ChainsModule,
  ExplorerModule,
  GatewayModule,
  GovernanceModule,
  HostsModule,
  ModulesModule,
  OperationsModule,
  OrganisationsModule,
  OverviewModule,
  RehearsalsModule,
  RecoveryModule,
  StarterModule,
  TemplatesModule,
];

/** What every request passes, in this order: 1. who is it, 2. not too often, 3. from our own pages, 4. may they, 5. the transaction, 6. the input. */
const pipeline = [
  { provide: APP_GUARD, useClass: SignedInGuard }, // 1
  { provide: APP_GUARD, useClass: RateGuard }, // 2
  { provide: APP_GUARD, useClass: SameOriginGuard }, // 3
  { provide: APP_GUARD, useClass: PermissionGuard }, // 4
  { provide: APP_INTERCEPTOR, useClass: MutationInterceptor }, // 5
  { provide: APP_PIPE, useClass: ValidateInput }, // 6
  { provide: APP_FILTER, useClass: ProblemFilter },
];

@Module({})
export class AppModule {
  static of(settings: Settings): DynamicModule {
    const throttler = ThrottlerModule.forRootAsync({
      inject: [SETTINGS],
      useFactory: (known: Settings) => throttlerOptions(known, new ThrottleStorage()),
    });
    return { module: AppModule, imports: [ConfigModule.of(settings), throttler, ...platform, ...features], providers: pipeline };
  }
}
