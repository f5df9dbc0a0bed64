/**
 * The message of a finding: beside the mouse, or at the cursor, opened and read by keyboard.
 */
import type { Extension } from '@codemirror/state';
import { StateEffect, StateField } from '@codemirror/state';
import type { EditorView, Tooltip } from '@codemirror/view';
import { closeHoverTooltips, showTooltip } from '@codemirror/view';

/** A button in the message. */
export interface IMessageAction {
  readonly name: string;
  readonly run: () => void;
}

/** What to show, and where. */
export interface IMessage {
  readonly from: number;
  readonly to: number;
  readonly label: string;
  readonly content: HTMLElement;
  readonly actions: readonly IMessageAction[];
}

const setMessage = StateEffect.define<IMessage | null>();

const messageField = StateField.define<Tooltip | null>({
  create: () => null,
  update: (value, transaction) => {
    for (const effect of transaction.effects) {
      if (effect.is(setMessage)) {
        return effect.value ? tooltip(effect.value) : null;
      }
    }
    return transaction.docChanged ? null : value;
  },
  provide: field => showTooltip.from(field)
});

/** To be part of an editor in which messages are shown. */
export const messageTooltip: Extension = messageField;

/** Open a message and put the focus on it. */
export function openMessage(view: EditorView, message: IMessage): void {
  view.dispatch({
    effects: setMessage.of(message),
    // The cursor at the start: a tooltip whose place is scrolled away is not shown.
    selection: { anchor: message.to, head: message.from },
    scrollIntoView: true
  });
  // At once, though it has no place yet: a key pressed until then would go to the notebook.
  view.dom.ownerDocument
    .querySelector<HTMLElement>('.ct-MessageTooltip[role="dialog"]')
    ?.focus({ preventScroll: true });
}

function close(view: EditorView): void {
  view.dispatch({ effects: setMessage.of(null) });
}

function tooltip(message: IMessage): Tooltip {
  return {
    pos: message.from,
    end: message.to,
    above: true,
    create: view => {
      const dom = messageDialog(view, message);
      // The tooltip is measured and placed after `mount`; only then can it be scrolled to.
      return { dom, mount: () => requestAnimationFrame(() => dom.focus()) };
    }
  };
}

/** The message beside the mouse: it takes no focus of its own accord. */
export function messageAtMouse(
  view: EditorView,
  message: IMessage
): HTMLElement {
  const dom = messageNode(message, run => {
    view.dispatch({ effects: closeHoverTooltips });
    run();
  });
  dom.setAttribute('role', 'tooltip');
  return dom;
}

function messageNode(
  message: IMessage,
  onAction: (run: () => void) => void
): HTMLElement {
  const dom = document.createElement('div');
  dom.className = 'ct-MessageTooltip';
  const buttons = document.createElement('div');
  buttons.className = 'ct-MessageTooltip-actions';
  for (const action of message.actions) {
    const button = document.createElement('button');
    button.type = 'button';
    button.className = 'ct-Button';
    button.textContent = action.name;
    button.addEventListener('click', () => onAction(action.run));
    buttons.append(button);
  }
  dom.append(message.content, buttons);
  return dom;
}

function messageDialog(view: EditorView, message: IMessage): HTMLElement {
  const dom = messageNode(message, run => {
    close(view);
    view.focus();
    run();
  });
  dom.tabIndex = -1;
  dom.setAttribute('role', 'dialog');
  dom.setAttribute('aria-label', message.label);
  dom.addEventListener('keydown', event => {
    if (event.key === 'Escape') {
      event.preventDefault();
      event.stopPropagation();
      close(view);
      view.focus();
    } else if (event.key === 'Tab') {
      keepTab(event, dom);
    }
  });
  dom.addEventListener('focusout', event => {
    if (!(
      event.relatedTarget instanceof Node && dom.contains(event.relatedTarget)
    )) {
      // Not while the editor is in the midst of an update.
      setTimeout(() => dom.isConnected && close(view));
    }
  });
  return dom;
}

/** The tooltip hangs at the end of the page: Tab out of it would lead to the page's beginning. */
function keepTab(event: KeyboardEvent, dom: HTMLElement): void {
  const stops = [dom, ...dom.querySelectorAll('button')];
  const at = stops.findIndex(stop => stop === document.activeElement);
  const next = at + (event.shiftKey ? -1 : 1);
  event.preventDefault();
  event.stopPropagation();
  stops[(next + stops.length) % stops.length].focus();
}
