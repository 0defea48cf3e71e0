import { Injectable } from '@nestjs/common';
import { InTurn } from './in-turn';

/** Of one organisation at once, all but one of which wait; and when to come back where that is too many. */
const TURNS = { lengthMax: 32, retryAfterSeconds: 5 };

/** Work that holds the hosts of an organisation. Whoever waits for its turn holds no connection to the database, of which there are few. */
@Injectable()
export class Turns extends InTurn {
  constructor() {
    super(TURNS.lengthMax, TURNS.retryAfterSeconds);
  }
}
