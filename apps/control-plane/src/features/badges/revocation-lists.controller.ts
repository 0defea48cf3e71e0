import { Controller, Get, Header, Inject, Param, StreamableFile } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Public } from '../../platform/auth';
import { SETTINGS, type Settings } from '../../platform/config';
import { fail } from '../../platform/errors';
import { BADGE_LIMITS } from './limits';
import { Revocations } from './revocations';

/**
 * Where certificates say that the list of their authority is. Only an installation that was told to publish lists, and where it is reached, has it: until then a list, which says how many people left and when, is for
 * its organisation. Its address has a random number in it, which stands in the authority's certificates and nowhere else.
 */
@ApiTags('badges')
@Controller('revocation-lists')
export class RevocationListsController {
  constructor(
    private readonly revocations: Revocations,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  /** The authority's newest list of revoked certificates (X.509 CRL, version 2, in DER). */
  @Get(':id')
  @Public()
  @Header('Cache-Control', `public, max-age=${BADGE_LIMITS.listCacheSeconds}`)
  async published(@Param('id') id: string): Promise<StreamableFile> {
    if (this.settings.revocationsUrl === null) fail('NOT_FOUND');
    return new StreamableFile(await this.revocations.list({ id }), { type: 'application/pkix-crl' });
  }
}
