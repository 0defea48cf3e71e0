import type { ChainView, ChangeView, CommitteeView, NodeView, OutlookView, ProposalMade } from '@bystack/api';
import { MultiSelect, NumberInput, Select, Textarea } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Confirm } from '../../../parts/confirm';
import { TextLink } from '../../../parts/links';
import { ProblemPanel } from '../../../parts/problem-panel';
import { query } from '../../../platform/api';
import { recipe } from '../../../platform/recipe';
import { queries } from '../../../platform/queries';
import { textOf } from '../../../platform/text-of';
import { useChange } from '../../../platform/use-change';
import { Arithmetic } from './arithmetic';
import { ModuleField } from './module-field';
import { PolicyFields } from './policy-fields';
import { Rehearse } from './rehearse';
import { RulesField } from './rules-field';
import { changesOf, WISHES_OF_MODULES, otherScheme, WISHES, type Wish, type WishKind } from './wish';

interface ProposeProps {
  readonly chain: ChainView;
  readonly committee: CommitteeView;
  readonly first: Wish;
  readonly onClose: () => void;
}

/** A form for what people propose most; the sums are shown before anything is sent. */
export function Propose({ chain, committee, first, onClose }: ProposeProps) {
  const { t } = useTranslation();
  const [wish, setWish] = useState(first);
  const [note, setNote] = useState('');
  const changes = changesOf(wish, committee);
  const outlook = useOutlook(chain.chainId, committee.height, changes);
  const free = useFreeNodes(chain, committee);
  const whyNot = whyNotYet(wish, { free, changes, outlook });
  const path = `/chains/${chain.chainId}/proposals`;
  const body = { changes: changes ?? [], ...(note.trim() !== '' && { note: note.trim() }) };
  const change = useChange<ProposalMade>(['committee', 'chains', 'nodes'], ({ id, proposal }) => {
    notifications.show({ message: t(proposal?.state === 'open' ? 'propose.done' : 'propose.decided', { id }), closeButtonProps: { 'aria-label': t('close') } });
    onClose();
  });
  return (
    <Confirm
      title={t('propose.title', { chain: chain.name })}
      action={t('propose.action')}
      blocked={whyNot !== undefined && t(`propose.${whyNot}`)}
      pending={change.isPending}
      error={change.error}
      recipe={recipe('POST', path, body, ['chains', 'propose', chain.name, '--changes', '-'], body.changes)}
      onConfirm={() => change.mutate({ path, body })}
      onClose={onClose}
    >
      <WishFields chain={chain} wish={wish} committee={committee} free={free} onChange={setWish} />
      <Textarea label={t('propose.note')} description={t('propose.noteHint')} maxLength={1000} autosize minRows={2} value={note} onChange={(event) => setNote(event.currentTarget.value)} />
      {outlook.data !== undefined && changes !== null && <Arithmetic outlook={outlook.data} />}
      {outlook.error !== null && <ProblemPanel error={outlook.error} />}
      {changes !== null && WISHES_OF_MODULES.includes(wish.kind) && !outlook.isPending && !outlook.data?.refusal && <Rehearse chain={chain} asked={{ changes }} />}
      <p className="hint">{t(isAlone(committee) ? 'propose.nextAlone' : 'propose.next')}</p>
      {change.isPending && wish.kind === 'module' && <p className="note" role="status">{t('propose.showing')}</p>}
    </Confirm>
  );
}

function useOutlook(chainId: string, height: number, changes: readonly ChangeView[] | null) {
  const asked = textOf(changes);
  return useQuery({
    queryKey: ['committee', chainId, 'outlook', height, asked],
    queryFn: () => query<OutlookView>(`/chains/${chainId}/proposals/outlook`, { changes }),
    enabled: changes !== null,
    // A new block asks again; what was said of the same changes stands meanwhile, and with it what was tried out.
    placeholderData: (said: OutlookView | undefined, before) => (before?.queryKey.at(-1) === asked ? said : undefined),
    retry: false,
  });
}

/** Why it cannot be proposed yet; undefined: it can. */
function whyNotYet({ kind }: Wish, { free, changes, outlook }: { readonly free: readonly NodeView[] | undefined; readonly changes: readonly ChangeView[] | null; readonly outlook: { readonly isPending: boolean; readonly data?: OutlookView } }) {
  if (kind === 'add' && free?.length === 0) return 'noFreeNode';
  if (changes === null) return 'incomplete';
  if (outlook.isPending) return 'asking';
  return outlook.data === undefined || outlook.data.refusal !== null ? 'refused' : undefined;
}

interface WishFieldsProps {
  readonly chain: ChainView;
  readonly wish: Wish;
  readonly committee: CommitteeView;
  readonly free: readonly NodeView[] | undefined;
  readonly onChange: (wish: Wish) => void;
}

function WishFields({ chain, wish, committee, free, onChange }: WishFieldsProps) {
  const { t } = useTranslation();
  const seats = committee.chainSeats.map(({ seat, label }) => ({ value: String(seat), label: t('propose.seatOf', { seat: seat + 1, label }) }));
  const roles = (['member', 'observer', 'regulator'] as const).map((role) => ({ value: role, label: t(`seatRole.${role}`) }));
  const set = (part: Partial<Wish>) => onChange({ ...wish, ...part });
  const now = (name: 'viewTimerMs' | 'heartbeatMs') => String(committee.consensus?.[name] ?? '');
  const number = (name: 'viewTimerMs' | 'heartbeatMs' | 'version') => (value: string | number) => set({ [name]: typeof value === 'number' ? value : null });
  return (
    <>
      <Select label={t('propose.what')} allowDeselect={false} data={WISHES.map((kind) => ({ value: kind, label: t(`propose.kind.${kind}`) }))} value={wish.kind} onChange={(kind) => set({ kind: (kind ?? wish.kind) as WishKind, rules: null, module: null })} />
      {wish.kind === 'add' && free !== undefined && <CandidateField chain={chain} free={free} nodeIds={wish.nodeIds} onChange={(nodeIds) => set({ nodeIds })} />}
      {(wish.kind === 'remove' || wish.kind === 'role') && <Select label={t('propose.seat')} data={seats} value={wish.seat} onChange={(seat) => set({ seat })} />}
      {wish.kind === 'role' && <Select label={t('propose.role')} allowDeselect={false} data={roles} value={wish.role} onChange={(role) => set({ role: role ?? wish.role })} />}
      {wish.kind === 'scheme' && <p>{t(otherScheme(committee.scheme) === 'bls' ? 'propose.toBls' : 'propose.toEd25519', registered(committee))}</p>}
      {wish.kind === 'protocol' && <NumberInput label={t('propose.version')} description={t('propose.versionHint', { version: committee.protocol.inForce })} allowDecimal={false} min={committee.protocol.inForce + 1} value={wish.version ?? ''} onChange={number('version')} />}
      {wish.kind === 'module' && <ModuleField key="module" chain={chain} which="other" onChange={(module) => set({ module })} />}
      {wish.kind === 'parameters' && <ModuleField key="parameters" chain={chain} which="same" onChange={(module) => set({ module })} />}
      {wish.kind === 'policy' && <PolicyFields now={committee.policy} policy={wish.policy} onChange={(policy) => set({ policy })} />}
      {wish.kind === 'rules' && <RulesField chain={chain} onChange={(rules) => set({ rules })} />}
      {wish.kind === 'timers' && (
        <>
          <NumberInput label={t('propose.viewTimerMs')} placeholder={now('viewTimerMs')} allowDecimal={false} min={1} value={wish.viewTimerMs ?? ''} onChange={number('viewTimerMs')} />
          <NumberInput label={t('propose.heartbeatMs')} placeholder={now('heartbeatMs')} allowDecimal={false} min={1} value={wish.heartbeatMs ?? ''} onChange={number('heartbeatMs')} />
        </>
      )}
    </>
  );
}

/** Nodes of the chain that run here and have no seat; undefined: not known yet. */
function useFreeNodes(chain: ChainView, committee: CommitteeView): readonly NodeView[] | undefined {
  const nodes = useQuery(queries.nodes(chain.chainId));
  const seated = new Set(committee.chainSeats.map(({ nodeKey }) => nodeKey));
  return nodes.data?.filter(({ nodeKey, wish }) => wish === 'running' && !seated.has(nodeKey));
}

function CandidateField({ chain, free, nodeIds, onChange }: { readonly chain: ChainView; readonly free: readonly NodeView[]; readonly nodeIds: readonly string[]; readonly onChange: (nodeIds: readonly string[]) => void }) {
  const { t } = useTranslation();
  if (free.length === 0) return <p className="note">{t('propose.noNodes')} <TextLink underline="always" to="/chains/$chainId/nodes" params={{ chainId: chain.chainId }}>{t('propose.toNodes')}</TextLink></p>;
  const data = free.map(({ nodeId, seat, hostName }) => ({ value: nodeId, label: t('propose.nodeOn', { seat: seat + 1, host: hostName }) }));
  return <MultiSelect label={t('propose.nodes')} description={t('propose.nodesHint')} data={data} value={[...nodeIds]} onChange={onChange} />;
}

/** One validator decides: nobody else is asked. */
function isAlone({ chainSeats }: CommitteeView): boolean {
  return chainSeats.filter(({ role }) => role === 'validator').length === 1;
}

/** How many validators could vote under the other scheme. */
function registered({ chainSeats, scheme }: CommitteeView): { readonly registered: number; readonly of: number } {
  const validators = chainSeats.filter(({ role }) => role === 'validator');
  return { registered: validators.filter((seat) => seat.registered.includes(otherScheme(scheme))).length, of: validators.length };
}
