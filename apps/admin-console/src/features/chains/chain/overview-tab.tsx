import { quorumOf, type ChainView, type NodeView, type SlotChoice } from '@bystack/api';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { type Column, DataTable } from '../../../parts/data-table';
import { Facts } from '../../../parts/facts';
import { ButtonLink } from '../../../parts/links';
import { Loaded } from '../../../parts/loaded';
import { Section } from '../../../parts/page-head';
import { ShortId } from '../../../parts/short-id';
import { Time } from '../../../parts/time';
import { queries } from '../../../platform/queries';
import { useWords } from '../../../platform/texts';
import { SLOTS } from '../create/draft';
import { CompetitionSection } from '../competition/competition-section';
import { type Rules, rulesIn } from '../rules-in-force';
import { Standing } from '../governance/modules-section';
import { NodeSign } from '../nodes/node-sign';
import { Said } from '../said/said';
import { fieldsIn, saidRows } from '../said/said-rows';
import { SlotsTable, type FilledSlot } from '../slots-table';
import { ChainCharts } from './chain-charts';
import { ConsensusSection } from './consensus-section';
import { useChain } from './use-chain';

/** What fills the slots now, and what the chain was founded with where that was something else. */
function Modules({ chain }: { readonly chain: ChainView }) {
  const { t } = useTranslation();
  const words = useWords();
  const inForce = useQuery(queries.modulesInForce(chain.chainId)).data;
  const slots = SLOTS.map((slot): FilledSlot => {
    const founding = chain.slots[slot];
    const told = inForce?.modules.find((module) => module.slot === slot);
    const now = told ?? founding;
    const [rules, before] = [rulesIn(now.params.package), rulesIn(founding.params.package)];
    const module = `${now.module} ${now.version}`;
    const [id, was] = [idOf(now, rules), idOf(founding, before)];
    return {
      slot, module,
      title: words(now.title, now.module),
      summary: rules === undefined ? words(now.summary) : `${words(rules.title)} (${rules.id})`,
      // Where no node tells what is in force, what it was set to once is not shown as if it were.
      ...(told !== undefined && { more: <Parameters chain={chain} module={told} /> }),
      ...(id !== was && { note: t('overview.foundedWith', { module: was }) }),
    };
  });
  return (
    <>
      {inForce !== undefined && inForce.set > 0 && <Standing modules={inForce} />}
      <SlotsTable caption={t('overview.modules')} slots={slots} />
    </>
  );
}

/** What counts as another choice for a slot: another module, another version of it, other rules. */
function idOf({ module, version }: SlotChoice, rules: Rules | undefined): string {
  return `${module} ${version}${rules === undefined ? '' : `, ${rules.id}`}`;
}

/** What a module is set to now, as its own schema calls it. Rules are told by their title. */
function Parameters({ chain, module: { module, version, params } }: { readonly chain: ChainView; readonly module: SlotChoice }) {
  const { t } = useTranslation();
  const schema = useQuery(queries.modules()).data?.find((card) => card.name === module && card.version === version)?.params ?? {};
  const told = Object.fromEntries(Object.entries(params).filter(([, value]) => rulesIn(value) === undefined));
  if (saidRows(told).rows.length === 0) return null;
  return (
    <details>
      <summary>{t('overview.parameters')}</summary>
      <Said chain={chain} value={told} fields={fieldsIn(schema)} />
    </details>
  );
}

function Seats({ chain }: { readonly chain: ChainView }) {
  const { t } = useTranslation();
  const nodes = useQuery(queries.nodes(chain.chainId));
  const columns: readonly Column<NodeView>[] = [
    { key: 'seat', title: t('nodes.seat'), render: (node) => <span className="figure">{node.seat + 1}</span>, sort: (node) => node.seat },
    { key: 'role', title: t('overview.role'), render: () => t(chain.competition === null ? 'overview.validator' : 'overview.node') },
    { key: 'host', title: t('nodes.host'), render: (node) => node.hostName, sort: (node) => node.hostName },
    { key: 'state', title: t('nodes.state'), render: (node) => <NodeSign node={node} /> },
    { key: 'key', title: t('overview.nodeKey'), render: (node) => <ShortId id={node.nodeKey} /> },
  ];
  return <Loaded of={nodes}>{(rows) => <DataTable caption={t('overview.seats')} rows={rows} columns={columns} rowKey={(node) => node.nodeId} empty={<p className="hint">{t('nodes.none')}</p>} />}</Loaded>;
}

export function OverviewTab() {
  const { t } = useTranslation();
  const chain = useChain();
  const quorum = quorumOf(chain.validators);
  return (
    <>
      <Section title={t('overview.health')}>
        <ChainCharts chainId={chain.chainId} />
      </Section>
      {chain.competition !== null && <CompetitionSection chain={chain} competition={chain.competition} />}
      <Section title={t('overview.modules')} note={t('overview.modulesNote')}>
        <Modules chain={chain} />
      </Section>
      <ConsensusSection chain={chain} />
      <Section
        title={t('overview.seats')}
        note={chain.competition === null ? t(quorum.tolerated === 0 ? 'overview.seatsNoteNone' : 'overview.seatsNote', { ...quorum }) : t('competition.seatsNote')}
        actions={
          <ButtonLink to="/chains/$chainId/nodes" params={{ chainId: chain.chainId }} variant="default" size="xs">
            {t('overview.toNodes')}
          </ButtonLink>
        }
      >
        <Seats chain={chain} />
      </Section>
      <Section title={t('overview.facts')}>
        <Facts
          rows={[
            [t('chains.id'), <ShortId key="id" id={chain.chainId} />],
            [t('overview.signer'), <ShortId key="signer" id={chain.signerPublicKey} />],
            [t('chains.created'), <Time key="created" ms={chain.createdAtMs} />],
            [t('create.template'), `${chain.template.name} ${chain.template.version}`],
          ]}
        />
      </Section>
    </>
  );
}
