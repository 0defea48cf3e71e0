import type { Bytes } from '../primitives/bytes';
import { NETWORK } from './limits';

/** wireVersionMin u16, wireVersionMax u16. */
export function encodeHello(): Bytes {
  const hello = Buffer.allocUnsafe(4);
  hello.writeUInt16BE(NETWORK.wireVersionMin, 0);
  hello.writeUInt16BE(NETWORK.wireVersionMax, 2);
  return hello;
}

/** @returns why the peer cannot be talked to; undefined when it can. Longer hellos are fine: later versions may say more. */
export function readHello(payload: Bytes): string | undefined {
  if (payload.length < 4) return 'its hello is too short';
  const hello = Buffer.from(payload.buffer, payload.byteOffset, payload.length);
  const speaksOurs = hello.readUInt16BE(0) <= NETWORK.wireVersionMax && hello.readUInt16BE(2) >= NETWORK.wireVersionMin;
  return speaksOurs ? undefined : 'it speaks no version of the protocol that this node knows';
}

/** The newest version that its sender, whose hello was not refused, and this node speak. */
export function versionOf(payload: Bytes): number {
  return Math.min(Buffer.from(payload.buffer, payload.byteOffset, payload.length).readUInt16BE(2), NETWORK.wireVersionMax);
}
