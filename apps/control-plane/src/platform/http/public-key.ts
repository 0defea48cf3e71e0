import { ed25519 } from '@noble/curves/ed25519.js';
import { registerDecorator } from 'class-validator';

const HEX = /^[0-9a-f]{64}$/;

/** Whether somebody can have the private half: what goes to any other key is lost for ever. */
export function isPublicKey(text: string): boolean {
  if (!HEX.test(text)) return false;
  try {
    return !ed25519.Point.fromHex(text).isSmallOrder();
  } catch {
    return false;
  }
}

/** A public key (Ed25519) in lower-case hexadecimal. */
export function PublicKey(): PropertyDecorator {
  return (target, property) =>
    registerDecorator({
      name: 'publicKey',
      target: target.constructor,
      propertyName: String(property),
      validator: {
        validate: (value: unknown) => typeof value === 'string' && isPublicKey(value),
        defaultMessage: ({ value } = {} as never) =>
          typeof value === 'string' && HEX.test(value)
            ? `${String(property)} is no public key: nobody can have a private key to it, so what it got would be lost`
            : `${String(property)} must be a public key of 64 hexadecimal digits`,
      },
    });
}
