import { Global, Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { Idempotency } from './idempotency';
import { IdempotencyRow } from './idempotency-row';

@Global()
@Module({ imports: [TypeOrmModule.forFeature([IdempotencyRow])], providers: [Idempotency], exports: [Idempotency] })
export class IdempotencyModule {}
