import React from 'react';

/**
 * Put the focus into the panel: on the row that Tab leads to, or on the chosen tab.
 *
 * @param frames How many frames to wait for the rows: they are made once the list has a height
 */
export function focusPanel(panel: HTMLElement, frames = 10): void {
  const row = panel.querySelector<HTMLElement>('.ct-List-item[tabindex="0"]');
  if (!row && frames > 0 && panel.querySelector('.ct-List')) {
    const before = document.activeElement;
    requestAnimationFrame(() => {
      // Whoever went on meanwhile, to the editor perhaps, is not called back.
      const now = document.activeElement;
      if (now === before || now === document.body) {
        focusPanel(panel, frames - 1);
      }
    });
    return;
  }
  const target =
    row ??
    panel.querySelector<HTMLElement>('[role="tab"][aria-selected="true"]') ??
    panel.querySelector<HTMLElement>('button:not(:disabled)');
  target?.focus();
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
