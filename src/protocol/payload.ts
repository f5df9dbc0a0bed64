/**
 * What of a cell is sent to be scanned.
 */
import type {
  ISharedAttachmentsCell,
  ISharedCell,
  ISharedCodeCell
} from '@jupyter/ydoc';
import type { IMimeBundle, IOutput } from '@jupyterlab/nbformat';
import type { PartialJSONObject } from '@lumino/coreutils';

import { isBinary } from './binary';
import { withoutLong } from './longOutputs';
import type { CellType, ISentCell, PartKind } from './protocol';

/** A part of a cell that changes, and so is scanned, by itself. */
export type CellPart = 'source' | 'outputs' | 'metadata' | 'attachments';

/** All parts of a cell. */
export const CELL_PARTS: readonly CellPart[] = [
  'source',
  'outputs',
  'metadata',
  'attachments'
];

/** Metadata that is on or off; JupyterLab gives the first to every code cell that it opens. */
const SWITCHES: ReadonlySet<string> = new Set([
  'trusted',
  'scrolled',
  'deletable',
  'editable'
]);

/** The part that a finding belongs to. */
export function cellPartOf(part: PartKind): CellPart {
  switch (part) {
    case 'output':
    case 'data':
      return 'outputs';
    case 'metadata':
      return 'metadata';
    case 'attachment':
      return 'attachments';
    case 'source':
      return 'source';
  }
}

/** The tags of a cell; suppressions stand in some of them. */
export function tagsOf(cell: ISharedCell): readonly string[] {
  const tags = cell.getMetadata('tags');
  return Array.isArray(tags)
    ? tags.filter((tag): tag is string => typeof tag === 'string')
    : [];
}

/** The suppressions in the metadata of a cell, or of a notebook. */
export function ignoresOf(holder: {
  getMetadata(key: string): unknown;
}): readonly string[] {
  const own = holder.getMetadata('ct-jupyter') as
    { ignore?: unknown } | undefined;
  const texts = [own?.ignore ?? []].flat();
  return texts.filter((text): text is string => typeof text === 'string');
}

/**
 * Whether a cell has anything in a part.
 */
export function hasPart(cell: ISharedCell, part: CellPart): boolean {
  switch (part) {
    case 'source':
      return true;
    case 'outputs':
      return isCode(cell) && outputCount(cell) > 0;
    case 'metadata':
      return Object.entries(cell.getMetadata()).some(
        ([key, value]) => typeof value !== 'boolean' || !SWITCHES.has(key)
      );
    case 'attachments':
      return !isCode(cell) && attachmentsOf(cell) !== undefined;
  }
}

/**
 * The request for some parts of a cell; long texts of its outputs go by themselves.
 *
 * @param cell Cell as it is now
 * @param position Number of the cell from 1
 */
export function cellRequest(
  cell: ISharedCell,
  position: number,
  parts: Iterable<CellPart>
): ISentCell {
  const result: ISentCell = {
    id: cell.getId(),
    cell: position,
    type: cell.cell_type as CellType,
    tags: tagsOf(cell)
  };
  const ignore = ignoresOf(cell);
  if (ignore.length > 0) {
    result.ignore = ignore;
  }
  for (const part of parts) {
    if (!hasPart(cell, part)) {
      continue;
    }
    switch (part) {
      case 'source':
        result.source = cell.getSource();
        break;
      case 'outputs':
        result.outputs = (cell as ISharedCodeCell)
          .getOutputs()
          .map(output => withoutBinary(withoutLong(output)));
        break;
      case 'metadata':
        result.metadata = cell.getMetadata() as PartialJSONObject;
        break;
      case 'attachments': {
        const attachments = attachmentsOf(cell) ?? {};
        result.attachments = Object.fromEntries(
          Object.entries(attachments).map(([name, bundle]) => [
            name,
            textOnly(bundle as IMimeBundle)
          ])
        );
        break;
      }
    }
  }
  return result;
}

/** The output with base64 payloads emptied; their keys stay, so that nothing moves. */
function withoutBinary(output: IOutput): IOutput {
  const data = output.data;
  return data && typeof data === 'object' && !Array.isArray(data)
    ? { ...output, data: textOnly(data as IMimeBundle) }
    : output;
}

function textOnly(bundle: IMimeBundle): IMimeBundle {
  return Object.fromEntries(
    Object.entries(bundle).map(([mime, value]) => [
      mime,
      isBinary(mime) ? '' : value
    ])
  );
}

function isCode(cell: ISharedCell): cell is ISharedCodeCell {
  return cell.cell_type === 'code';
}

function attachmentsOf(cell: ISharedCell) {
  return (cell as ISharedAttachmentsCell).getAttachments?.();
}

/** Number of outputs, without the deep copy that `outputs` makes where it can be avoided. */
function outputCount(cell: ISharedCodeCell): number {
  const { youtputs } = cell as { youtputs?: { readonly length: number } };
  return youtputs?.length ?? cell.getOutputs().length;
}
