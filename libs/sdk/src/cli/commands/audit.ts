import type { AuditFault, AuditVerification } from '@bystack/api';
import type { Command } from '../command';
import { EXIT } from '../exit';
import { counted } from '../table';

const FAULTS: Record<AuditFault['reason'], string> = {
  missing: 'entry N is missing',
  changed: 'entry N is not as it was written',
  'cut-short': 'from entry N on it was cut off, for a host keeps the hash of an entry that is gone',
  'differs-from-witness': 'entry N has another hash than the one a host keeps',
};

const verify: Command = {
  name: 'audit verify',
  summary: 'check the whole audit trail, also against what the hosts keep of it',
  details: 'Exit code 1 and the first entry that is wrong when the trail was changed, reordered or cut short.',
  async run(call) {
    const seen = await call.client().account.auditVerification();
    return { json: seen, text: inWords(seen), exit: seen.holds ? EXIT.done : EXIT.refused };
  },
};

function inWords({ holds, entries, head, firstFault, witnesses }: AuditVerification): string {
  const seen = `${counted(entries, 'entry', 'entries')}; the newest is ${head.sequence}, hash ${head.hash}`;
  const held = witnesses === 0 ? 'No connected host keeps a head of it, so a cut end could not show.' : `Held against what ${witnesses} connected hosts keep.`;
  if (holds) return `The audit trail holds: ${seen}.\n${held}`;
  const fault = firstFault ? FAULTS[firstFault.reason].replace('N', String(firstFault.sequence)) : 'it is not as it was written';
  return `The audit trail does not hold: ${fault}.\n${seen}.\n${held}`;
}

export const auditCommands = [verify];
