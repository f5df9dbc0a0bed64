import type { TranslationBundle } from '@jupyterlab/translation';

import type { IFinding } from '../protocol';

/** Name of a cell as people count them. */
export function cellName(
  position: number | null,
  trans: TranslationBundle
): string {
  return position === null
    ? trans.__('Notebook')
    : trans.__('Cell %1', position);
}

/** Place of a finding within its cell. */
export function placeInCell(
  finding: IFinding,
  trans: TranslationBundle
): string {
  switch (finding.part) {
    case 'source':
      return trans.__('line %1', finding.start.line);
    case 'output':
      return trans.__(
        'Output %1, line %2',
        finding.output ?? 1,
        finding.start.line
      );
    case 'metadata':
      return finding.pointer
        ? trans.__('Metadata %1', finding.pointer)
        : trans.__('Metadata');
    case 'attachment':
      return trans.__('Attachment');
    case 'data':
      return trans.__('Data');
  }
}

/** Place of a finding in its notebook. */
export function placeInNotebook(
  finding: IFinding,
  position: number | null,
  trans: TranslationBundle
): string {
  return `${cellName(position, trans)}, ${placeInCell(finding, trans)}`;
}
