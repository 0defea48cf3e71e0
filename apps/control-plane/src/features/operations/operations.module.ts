import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { OperationRow } from './operation-row';
import { Operations } from './operations';
import { OperationsController } from './operations.controller';

@Module({
  imports: [TypeOrmModule.forFeature([OperationRow])],
  controllers: [OperationsController],
  providers: [Operations],
  exports: [Operations],
})
export class OperationsModule {}
