import { POW_RULES, type PowRules } from '../../../consensus/pow/rules';

/** Simulated blocks hold a few payments, and few of them are open: of both it takes little to be much. */
export const SIM_ROOM = { openMore: 2, bytesMax: 700 } as const;
export const SIM_RULES: PowRules = {
  ...POW_RULES,
  roomFor: (open, { finalDepth }, blockBytesMax) => (open < finalDepth + SIM_ROOM.openMore ? blockBytesMax : SIM_ROOM.bytesMax),
};
