import { IconBuildingBank, IconCertificate, IconFileCertificate, IconFileCheck, IconHeartbeat, IconLeaf, IconPackage, IconReceipt, IconRoute, IconTemplate, IconTruck } from '@tabler/icons-react';

/** Icons a template may name (`icon` in template.json, with or without the `Icon` or `icon-` before it); others get a plain one. */
const ICONS = {
  route: IconRoute, truck: IconTruck, package: IconPackage, certificate: IconCertificate, filecertificate: IconFileCertificate, filecheck: IconFileCheck,
  leaf: IconLeaf, receipt: IconReceipt, buildingbank: IconBuildingBank, heartbeat: IconHeartbeat,
};

export function TemplateIcon({ name }: { readonly name: string }) {
  const key = name.replace(/^icon-?/i, '').replaceAll('-', '').toLowerCase();
  const Icon = ICONS[key as keyof typeof ICONS] ?? IconTemplate;
  return <Icon size={26} stroke={1.5} color="var(--accent)" aria-hidden />;
}
