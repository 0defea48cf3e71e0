import { decodeMessage, type Message } from '../../consensus/bft/message-codec';
import type { Bytes } from '../../primitives/bytes';
import { SIM_BLOCK_BYTES_MAX } from './sim-block';

const read = new WeakMap<Bytes, Message>();

/** Decodes a message for those who only watch; what is sent to many is decoded once. Throws as decodeMessage does. */
export function readMessage(bytes: Bytes): Message {
  let message = read.get(bytes);
  if (message === undefined) {
    message = decodeMessage(bytes, SIM_BLOCK_BYTES_MAX);
    read.set(bytes, message);
  }
  return message;
}
