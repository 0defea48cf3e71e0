import { DefaultNamingStrategy, type NamingStrategyInterface } from 'typeorm';

/** `organisationId` in code is `organisation_id` in SQL. */
export class SnakeNaming extends DefaultNamingStrategy implements NamingStrategyInterface {
  override columnName(property: string, custom: string | undefined): string {
    return custom ?? property.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
  }
}
