import { encodeHeaders, encodeWantBlock, encodeWantHeaders } from '../../../../consensus/pow/message-codec';
import type { Bytes } from '../../../../primitives/bytes';
import { decodeHeader, encodeHeader } from '../../../../protocol/codec';
import type { MakeDouble, PowWorld } from '../pow-world';

/** Says everything that costs nothing: noise, headers nobody knows the parents of, headers that claim more work than they may, endless questions. */
export const spammer: MakeDouble = (world, index) => {
  let heard = world.genesisBlock().block.headerBytes;
  const tell = (bytes: Bytes) => {
    for (const { index: peer } of world.honest) world.send(index, peer, bytes);
  };
  const spam = () => {
    tell(noise(world));
    for (let i = 0; i < 3; i += 1) tell(encodeHeaders([childOf(heard, { parentId: randomBytes(world, 32) })]));
    const claim = { height: decodeHeader(heard).height + 1, timeMs: decodeHeader(heard).timeMs + 1, work: { ...decodeHeader(heard).work!, bits: 0x03000001, nonce: world.random.next() } };
    tell(encodeHeaders([childOf(heard, claim)]));
    for (let i = 0; i < 5; i += 1) tell(encodeWantHeaders([randomBytes(world, 32)]));
    tell(encodeWantBlock(randomBytes(world, 32)));
    world.schedule.after(5_000_000, spam);
  };
  world.schedule.after(3_000_000, spam);
  const receive = (_: number, bytes: Bytes) => {
    // An offer of one header: the newest it knows.
    if (bytes[0] === 1 && bytes[2] === 1) heard = bytes.slice(3);
  };
  return { receive, connected: () => undefined };
};

function childOf(headerBytes: Bytes, fields: object): Bytes {
  return encodeHeader({ ...decodeHeader(headerBytes), ...fields });
}

function noise(world: PowWorld): Bytes {
  return randomBytes(world, world.random.between(0, 400));
}

function randomBytes(world: PowWorld, length: number): Uint8Array {
  return Uint8Array.from({ length }, () => world.random.below(256));
}
