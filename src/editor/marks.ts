/**
 * The underlines of an editor, in a field of their own.
 *
 * JupyterLab shares `@codemirror/lint` with all extensions, and its `setDiagnostics` replaces
 * whatever another one had set: ours would wipe theirs, and theirs ours.
 */
import type { Extension } from '@codemirror/state';
import { RangeSet, StateEffect, StateField } from '@codemirror/state';
import type { DecorationSet, EditorView, Tooltip } from '@codemirror/view';
import { Decoration, EditorView as View, hoverTooltip } from '@codemirror/view';

import type { IMessage } from './messageTooltip';
import { messageAtMouse } from './messageTooltip';

/** A stretch of the text that is underlined. */
export interface IMark {
  /** In UTF-16 units. */
  readonly from: number;
  readonly to: number;
  readonly className: string;
  /** Made where it is to be shown. */
  readonly message: () => IMessage;
}

const setMarks = StateEffect.define<readonly IMark[]>();

const marksField = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update: (value, transaction) => {
    let marks = value.map(transaction.changes);
    for (const effect of transaction.effects) {
      if (effect.is(setMarks)) {
        marks = decorationsOf(effect.value, transaction.newDoc.length);
      }
    }
    return marks;
  },
  provide: field => View.decorations.from(field)
});

/** To be part of an editor in which findings are underlined, and explained beside the mouse. */
export const marks: Extension = [
  marksField,
  hoverTooltip((view, position) => tooltipAt(view, position))
];

/** Underline these stretches, and nothing else of ours. */
export function showMarks(view: EditorView, shown: readonly IMark[]): void {
  view.dispatch({ effects: setMarks.of(shown) });
}

/** What is found twice in one place, such as two columns of one file, is underlined once. */
function decorationsOf(shown: readonly IMark[], length: number): DecorationSet {
  const places = new Map<string, IMark[]>();
  for (const mark of shown) {
    if (mark.from < mark.to && mark.to <= length) {
      const place = `${mark.from}-${mark.to}`;
      places.set(place, [...(places.get(place) ?? []), mark]);
    }
  }
  const ranges = [...places.values()].map(own => {
    const classes = new Set(own.flatMap(mark => mark.className.split(' ')));
    const decoration = Decoration.mark({
      class: [...classes].join(' '),
      marks: own
    });
    return decoration.range(own[0].from, own[0].to);
  });
  return RangeSet.of(ranges, true);
}

function tooltipAt(view: EditorView, position: number): Tooltip | null {
  const found: { from: number; to: number; marks: IMark[] }[] = [];
  view.state
    .field(marksField)
    .between(position, position, (from, to, value) => {
      found.push({ from, to, marks: value.spec.marks as IMark[] });
    });
  if (found.length === 0) {
    return null;
  }
  return {
    pos: Math.min(...found.map(({ from }) => from)),
    end: Math.max(...found.map(({ to }) => to)),
    above: true,
    create: () => {
      const dom = document.createElement('div');
      dom.className = 'ct-MessageTooltips';
      dom.append(
        ...found
          .flatMap(({ marks }) => marks)
          .map(mark => messageAtMouse(view, mark.message()))
      );
      return { dom };
    }
  };
}
