import { addDecimals, compareDecimals, decimalText, multiplyDecimals, subtractDecimals } from './decimal';

describe('decimals', () => {
  it('are exact where floats are not', () => {
    expect(addDecimals('0.1', '0.2')).toBe('0.3');
    expect(subtractDecimals('0.3', '0.1')).toBe('0.2');
    expect(multiplyDecimals('1.10', '1.10')).toBe('1.21');
    expect(addDecimals('-0.5', '0.5')).toBe('0');
    expect(addDecimals('99999999999999999999.99', '0.01')).toBe('100000000000000000000');
    expect(subtractDecimals('1', '1.05')).toBe('-0.05');
    expect(multiplyDecimals(-3, '0.005')).toBe('-0.015');
  });

  it.each<[string | number, string | number, number]>([['1.0', '1', 0], ['-1', '0.5', -1], [2, '1.99', 1], [26.5, '26.45', 1], [1e-7, '0.0000001', 0], ['0', '-0.0', 0]])('%s beside %s is %i', (a, b, order) => {
    expect(compareDecimals(a, b)).toBe(order);
  });

  it.each([[1e-7, '0.0000001'], [-1.5e-9, '-0.0000000015'], [26.5, '26.5'], [1.5e300, `15${'0'.repeat(299)}`], [-2.25e21, '-2250000000000000000000']])('writes the number %s as %s', (value, text) => {
    expect(decimalText(value)).toBe(text);
  });

  it.each(['', '.', '1.', '.5', '1e3', '+1', '--1', '0x10', '1,5', ' 1', '1.2.3', '٣', '9'.repeat(61)])('refuses %j', (text) => {
    expect(() => addDecimals(text, '1')).toThrow(expect.objectContaining({ code: 'NOT_A_DECIMAL' }));
  });
});
