import { readTyped, typedOf } from './typed-number';

test.each<[string, number | string | undefined]>([
  ['', undefined], ['  ', undefined], ['12.5', 12.5], ['12.', 12], ['.5', 0.5], ['0.75', 0.75], ['-3', -3], ['007', 7], ['1260.5', 1260.5], ['0.000001', 0.000001], ['0.0000001', 0.0000001], ['123456789012345', 123_456_789_012_345],
  ['1e3', '1e3'], ['12 kg', '12 kg'], ['1,200', '1,200'], ['1,5', '1,5'], ['abc', 'abc'], ['-', '-'], ['.', '.'], ['--1', '--1'], ['99999999999999999999', '99999999999999999999'],
])('%j typed is %j', (text, value) => expect(readTyped(text)).toEqual(value));

test.each([12.5, 0.000001, 0.0000001, -3, 123_456_789_012_345, 1e15])('%d is shown as it could be typed', (value) => expect(Number(typedOf(value))).toBe(value));
