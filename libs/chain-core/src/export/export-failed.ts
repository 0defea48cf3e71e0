/** The block that is looked at, and where it was found. */
export interface ExportPlace {
  readonly height: number;
  readonly file: string;
}

/** Why a chain cannot be exported, or an export proves nothing. `height` is the block it is about, `file` where it was found. */
export class ExportFailed extends Error {
  constructor(
    readonly code: 'EXPORT_INVALID' | 'EXPORT_INCOMPLETE',
    readonly reason: string,
    readonly at: { readonly height?: number; readonly file?: string },
  ) {
    super(reason);
    this.name = 'ExportFailed';
  }
}

export function exportInvalid(reason: string, at: { readonly height?: number; readonly file?: string }): never {
  throw new ExportFailed('EXPORT_INVALID', reason, at);
}
