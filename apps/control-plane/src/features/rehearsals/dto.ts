import type { ChangeView, Rehearse } from '@bystack/api';
import { ListOfChanges } from '../governance';

export class RehearseDto implements Rehearse {
  @ListOfChanges()
  changes!: ChangeView[];
}
