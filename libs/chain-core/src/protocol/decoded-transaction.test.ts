import fc from 'fast-check';
import { Mempool } from '../mempool';
import { anySealed } from '../testing/arbitraries';
import { decodeTransaction } from './codec';

test('what was let go is read from the bytes again, the same', () => {
  fc.assert(
    fc.property(anySealed, ({ bytes }) => {
      const [held, again] = [decodeTransaction(bytes), decodeTransaction(bytes)];
      again.holdBytesOnly();
      expect([again.txId, again.body, again.signatures]).toEqual([held.txId, held.body, held.signatures]);
    }),
  );
});

test('a transaction that waits holds its bytes only, unless it calls modules: what they made of a call hangs on it', () => {
  fc.assert(
    fc.property(anySealed, ({ bytes }) => {
      const transaction = decodeTransaction(bytes);
      const { body } = transaction;
      expect(transaction.body).toBe(body);
      new Mempool().add(transaction, body.validUntilMs - 1);
      if (body.calls.length > 0) expect(transaction.body).toBe(body);
      else expect(transaction.body).not.toBe(body);
    }),
  );
});
