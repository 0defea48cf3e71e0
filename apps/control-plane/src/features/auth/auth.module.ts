import { Module } from '@nestjs/common';
import { JwtModule } from '@nestjs/jwt';
import { PassportModule } from '@nestjs/passport';
import { TypeOrmModule } from '@nestjs/typeorm';
import { SecretFiles } from '../../platform/config';
import { OrganisationsModule } from '../organisations';
import { ApiKeyStrategy } from './api-key.strategy';
import { ApiKeys } from './api-keys';
import { ApiKeysController } from './api-keys.controller';
import { AuthController } from './auth.controller';
import { AUTH_LIMITS } from './limits';
import { OneTimeLinks } from './one-time-links';
import { OwnPassword } from './own-password';
import { ApiKeyRow, SessionRow, SetupLinkRow } from './rows';
import { SESSION_ALGORITHM, SessionStrategy } from './session.strategy';
import { Sessions } from './sessions';
import { Setup } from './setup';
import { SignIn } from './sign-in';

@Module({
  imports: [
    OrganisationsModule,
    PassportModule,
    TypeOrmModule.forFeature([SessionRow, ApiKeyRow, SetupLinkRow]),
    JwtModule.registerAsync({
      inject: [SecretFiles],
      useFactory: (files: SecretFiles) => ({
        secret: files.key('session.key'),
        signOptions: { algorithm: SESSION_ALGORITHM, expiresIn: AUTH_LIMITS.cookieMs / 1000 },
      }),
    }),
  ],
  controllers: [AuthController, ApiKeysController],
  providers: [ApiKeys, ApiKeyStrategy, OneTimeLinks, OwnPassword, Sessions, SessionStrategy, Setup, SignIn],
  exports: [Setup, OwnPassword, Sessions, ApiKeys],
})
export class AuthModule {}
