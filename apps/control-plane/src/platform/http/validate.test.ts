import { IsInt, IsOptional, IsString, Matches } from 'class-validator';
import { IssueBadgeDto } from '../../features/badges/dto';
import { AnyJson, Nested } from './plain';
import { ValidateInput } from './validate';

class Inner {
  @IsOptional()
  @IsInt()
  count?: number;
}
class Outer {
  @IsString()
  name!: string;
  @IsOptional()
  @IsString()
  note?: string;
  @IsOptional()
  @Nested(() => Inner)
  inner?: Inner;
  @IsOptional()
  @AnyJson()
  payload?: unknown;
}
const given = (metatype: new () => object, body: unknown) => new ValidateInput().transform(body, { type: 'body', metatype });

it('takes null for what is left out, except in payloads', async () => {
  expect({ ...((await given(Outer, { name: 'a', note: null, inner: { count: null }, payload: { deep: null } })) as object) }).toEqual({ name: 'a', inner: {}, payload: { deep: null } });
  expect({ ...((await given(Outer, { name: 'a', inner: null, payload: null })) as object) }).toEqual({ name: 'a', payload: null });
  for (const wrong of [{ name: null }, { name: 'a', inner: { count: 'x' } }, { name: 'a', other: null }]) await expect(given(Outer, wrong)).rejects.toMatchObject({ problem: { code: 'INVALID_REQUEST' } });
});

class Coded {
  @Matches(/^[a-z]+$/)
  code!: string;
}
it.each([
  [{ code: 'a', other: 1 }, '/other', 'There is no field “other” here.'],
  [{ code: 'A' }, '/code', 'It does not have the form that is asked for.'],
])('speaks of fields, not of properties and patterns: %j', async (body, field, detail) => {
  await expect(given(Coded, body)).rejects.toMatchObject({ problem: { field, errors: [{ field, detail }] } });
});

it('ends at once with a list that is much too long', async () => {
  const roles = Array.from({ length: 300_000 }, (_, at) => `r${at}`);
  await expect(given(IssueBadgeDto, { csrPem: 'x', roles })).rejects.toMatchObject({ problem: { field: '/roles', errors: [{ code: 'ARRAY_MAX_SIZE' }] } });
});
