import { Global, Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AuditRow } from './audit-row';
import { AuditTrail } from './audit-trail';

@Global()
@Module({ imports: [TypeOrmModule.forFeature([AuditRow])], providers: [AuditTrail], exports: [AuditTrail] })
export class AuditTrailModule {}
