import type { Bytes } from '../primitives/bytes';
import { toHex } from '../primitives/bytes';
import type { ProtocolRange } from '../protocol/protocol-versions';
import { NETWORK } from './limits';

export const LIFE_BYTES = 8;
const PROTOCOLS_AT = 4 + LIFE_BYTES;

/** @param life 8 bytes that no other process has. wireVersionMin u16, wireVersionMax u16, life 8 (since version 3), then the range of protocol versions that the node runs: min u16, max u16. */
export function encodeHello(life: Bytes, { min, max }: ProtocolRange): Bytes {
  const hello = Buffer.allocUnsafe(PROTOCOLS_AT + 4);
  hello.writeUInt16BE(NETWORK.wireVersionMin, 0);
  hello.writeUInt16BE(NETWORK.wireVersionMax, 2);
  hello.set(life, 4);
  hello.writeUInt16BE(min, PROTOCOLS_AT);
  hello.writeUInt16BE(max, PROTOCOLS_AT + 2);
  return hello;
}

/** Which process speaks (hex): two that use one key differ in it. undefined: it did not say. */
export function lifeOf(payload: Bytes): string | undefined {
  return payload.length < 4 + LIFE_BYTES ? undefined : toHex(payload.subarray(4, 4 + LIFE_BYTES));
}

/** Which versions of the protocol the peer runs, as it says; undefined: it does not. */
export function protocolsOf(payload: Bytes): ProtocolRange | undefined {
  if (payload.length < PROTOCOLS_AT + 4) return undefined;
  const hello = Buffer.from(payload.buffer, payload.byteOffset, payload.length);
  return { min: hello.readUInt16BE(PROTOCOLS_AT), max: hello.readUInt16BE(PROTOCOLS_AT + 2) };
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
