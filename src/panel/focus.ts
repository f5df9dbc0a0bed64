import React from 'react';

/**
 * Put the focus into the panel: on the row that Tab leads to, or on its first button.
 *
 * @param frames How many frames to wait for the rows: they are made once the list has a height
 */
export function focusPanel(panel: HTMLElement, frames = 10): void {
  const row = panel.querySelector<HTMLElement>('.ct-List-item[tabindex="0"]');
  if (!row && frames > 0 && panel.querySelector('.ct-List')) {
    requestAnimationFrame(() => focusPanel(panel, frames - 1));
  } else {
    (row ?? panel.querySelector<HTMLElement>('button:not(:disabled)'))?.focus();
  }
}

/**
 * Keep the focus in the panel when what has it goes away: a row whose finding was replaced or
 * ignored, or a button that is no longer needed.
 *
 * @param inside An element of the panel that stays
 */
export function useKeptFocus(inside: React.RefObject<HTMLElement>): void {
  const panelOf = () =>
    inside.current?.closest<HTMLElement>('.ct-Panel') ?? null;
  // While this is rendered the old elements are still there.
  const hadFocus = panelOf()?.contains(document.activeElement) ?? false;
  React.useLayoutEffect(() => {
    const panel = panelOf();
    if (hadFocus && panel && document.activeElement === document.body) {
      focusPanel(panel);
    }
  });
}
