import { Module } from '@nestjs/common';
import { HostsModule } from '../hosts';
import { AuditController } from './audit.controller';

@Module({ imports: [HostsModule], controllers: [AuditController] })
export class AuditModule {}
