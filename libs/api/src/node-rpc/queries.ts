import type { Json } from '../json';

export interface QueryAnswer {
  readonly height: number;
  readonly answer: Json;
}
