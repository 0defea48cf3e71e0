/**
 * Spreads `count` nodes over hosts with room for `rooms[i]` each, as evenly as it goes, so that one lost host takes as few validators with it as
 * possible. @returns how many each host gets, or undefined when there is not enough room.
 */
export function spread(rooms: readonly number[], count: number): number[] | undefined {
  const shares = rooms.map(() => 0);
  for (let placed = 0; placed < count; placed += 1) {
    const open = rooms.map((_room, index) => index).filter((index) => shares[index] < rooms[index]);
    if (open.length === 0) return undefined;
    const emptiest = open.reduce((best, index) => (shares[index] < shares[best] ? index : best));
    shares[emptiest] += 1;
  }
  return shares;
}
