import { Body, Controller, Get, HttpCode, Post, Req, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import type { Me, SetupState, SignedIn } from '@bystack/api';
import { By, Mutation, Public, SignedInOnly, type Actor } from '../../platform/auth';
import { PasswordChangeDto, PasswordResetDto, SetupDto, SignInDto } from './dto';
import { OwnPassword } from './own-password';
import { Sessions } from './sessions';
import { Setup } from './setup';
import { SignIn } from './sign-in';

@ApiTags('auth')
@Controller()
export class AuthController {
  constructor(
    private readonly setup: Setup,
    private readonly signIn: SignIn,
    private readonly sessions: Sessions,
    private readonly ownPassword: OwnPassword,
  ) {}

  @Get('setup')
  @Public()
  async setupState(): Promise<SetupState> {
    return { needed: await this.setup.needed() };
  }

  @Post('setup')
  @Public()
  @Mutation()
  @HttpCode(200)
  completeSetup(@Body() body: SetupDto, @Res({ passthrough: true }) response: Response): Promise<SignedIn> {
    return this.setup.complete(body, response);
  }

  @Post('auth/sign-in')
  @Public()
  @Mutation()
  @HttpCode(200)
  begin(@Body() body: SignInDto, @Req() request: Request, @Res({ passthrough: true }) response: Response): Promise<SignedIn> {
    return this.signIn.withPassword(body, request, response);
  }

  @Post('auth/sign-out')
  @SignedInOnly()
  @Mutation()
  @HttpCode(204)
  async end(@By() by: Actor, @Res({ passthrough: true }) response: Response): Promise<void> {
    await this.sessions.end(by, response);
  }

  @Post('auth/password')
  @SignedInOnly()
  @Mutation()
  @HttpCode(204)
  changePassword(@By() by: Actor, @Body() body: PasswordChangeDto): Promise<void> {
    return this.ownPassword.change(by, body);
  }

  @Post('auth/password/reset')
  @Public()
  @Mutation()
  @HttpCode(200)
  resetPassword(@Body() body: PasswordResetDto, @Res({ passthrough: true }) response: Response): Promise<SignedIn> {
    return this.ownPassword.reset(body, response);
  }

  @Get('auth/me')
  @SignedInOnly()
  me(@By() by: Actor): Promise<Me> {
    return this.signIn.me(by);
  }
}
