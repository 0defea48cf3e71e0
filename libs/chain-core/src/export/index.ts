export { ExportFailed } from './export-failed';
export type { FinalityProof } from './finality-trail';
export type { Manifest } from './manifest';
export { exportPage, pagedSource } from './page';
export { storeSource } from './store-source';
export { verifyExport } from './verify-export';
export type { ExportReader, VerifiedExport } from './verify-export';
export { writeExport } from './write-export';
export type { ExportSink, ExportSource } from './write-export';
