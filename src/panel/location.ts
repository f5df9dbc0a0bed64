import type { TranslationBundle } from '@jupyterlab/translation';

import { traitsOf } from '../model/documentTraits';
import type { NotebookFindings } from '../model/notebookFindings';
import type { IFinding } from '../protocol/protocol';

/** Name of a cell as people count them. */
export function cellName(
  position: number | null,
  trans: TranslationBundle
): string {
  return position === null
    ? trans.__('Notebook')
    : trans.__('Cell %1', position);
}

/** What the head of a part's findings says: a text file has one part, and its own name. */
export function partName(
  findings: NotebookFindings | null,
  position: number | null,
  finding: Pick<IFinding, 'path'> | null,
  trans: TranslationBundle
): string {
  const isFile = findings && traitsOf(findings.notebook).what === 'file';
  const name = finding?.path.split('/').pop();
  return isFile && name ? name : cellName(position, trans);
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
  trans: TranslationBundle,
  findings: NotebookFindings | null = null
): string {
  const part = partName(findings, position, finding, trans);
  return `${part}, ${placeInCell(finding, trans)}`;
}
