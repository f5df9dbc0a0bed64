import { LabIcon } from '@jupyterlab/ui-components';

// The bundler turns an imported SVG into its text, which needs a loader under test; these are
// short enough to stand here.

/** A shield with a keyhole: the extension's own sign. */
export const shieldIcon = new LabIcon({
  name: 'ct_jupyter:shield',
  svgstr: `<svg xmlns="http://www.w3.org/2000/svg" width="16" viewBox="0 0 24 24">
  <path class="jp-icon3" fill="#616161" fill-rule="evenodd" d="M12 1.5 3.5 5v6.2c0 5.2 3.5 9.7 8.5 11.3 5-1.6 8.5-6.1 8.5-11.3V5L12 1.5zm0 2.2 6.5 2.7v4.8c0 4.1-2.7 7.7-6.5 9.2-3.8-1.5-6.5-5.1-6.5-9.2V6.4L12 3.7zM12 7.5a2.7 2.7 0 0 0-1.4 5v3.7h2.8v-3.7a2.7 2.7 0 0 0-1.4-5z"/>
</svg>`
});

/** A shield with a tick: nothing was found. */
export const cleanIcon = new LabIcon({
  name: 'ct_jupyter:clean',
  svgstr: `<svg xmlns="http://www.w3.org/2000/svg" width="16" viewBox="0 0 24 24">
  <path class="jp-icon3" fill="#616161" fill-rule="evenodd" d="M12 1.5 3.5 5v6.2c0 5.2 3.5 9.7 8.5 11.3 5-1.6 8.5-6.1 8.5-11.3V5L12 1.5zm0 2.2 6.5 2.7v4.8c0 4.1-2.7 7.7-6.5 9.2-3.8-1.5-6.5-5.1-6.5-9.2V6.4L12 3.7zm4.3 4.5-5.4 5.5-2.6-2.5-1.4 1.4 4 4 6.8-7-1.4-1.4z"/>
</svg>`
});

/** A shield with an exclamation mark: something is in the way. */
export const alertIcon = new LabIcon({
  name: 'ct_jupyter:alert',
  svgstr: `<svg xmlns="http://www.w3.org/2000/svg" width="16" viewBox="0 0 24 24">
  <path class="jp-icon3" fill="#616161" fill-rule="evenodd" d="M12 1.5 3.5 5v6.2c0 5.2 3.5 9.7 8.5 11.3 5-1.6 8.5-6.1 8.5-11.3V5L12 1.5zm0 2.2 6.5 2.7v4.8c0 4.1-2.7 7.7-6.5 9.2-3.8-1.5-6.5-5.1-6.5-9.2V6.4L12 3.7zM11 7v7h2V7h-2zm0 8.5v2h2v-2h-2z"/>
</svg>`
});

/** An arrow to a place: go there. */
export const goToIcon = new LabIcon({
  name: 'ct_jupyter:go-to',
  svgstr: `<svg xmlns="http://www.w3.org/2000/svg" width="16" viewBox="0 0 24 24">
  <path class="jp-icon3" fill="#616161" d="M3 10.9h10.6L9.9 7.2l1.5-1.5 6.3 6.3-6.3 6.3-1.5-1.5 3.7-3.7H3zM19 4.5h2v15h-2z"/>
</svg>`
});

/** An eye that is crossed out: ignore. */
export const ignoreIcon = new LabIcon({
  name: 'ct_jupyter:ignore',
  svgstr: `<svg xmlns="http://www.w3.org/2000/svg" width="16" viewBox="0 0 24 24">
  <g fill="none"><g class="jp-icon3" stroke="#616161" stroke-width="2" stroke-linecap="round">
  <path d="M2.2 12C4.7 7.6 8.1 5.6 12 5.6s7.3 2 9.8 6.4c-2.5 4.4-5.9 6.4-9.8 6.4S4.7 16.4 2.2 12z"/><circle cx="12" cy="12" r="2.8"/><path d="M4.5 20.5l15-17"/></g></g>
</svg>`
});

/** An open eye: stop ignoring. */
export const unignoreIcon = new LabIcon({
  name: 'ct_jupyter:unignore',
  svgstr: `<svg xmlns="http://www.w3.org/2000/svg" width="16" viewBox="0 0 24 24">
  <g fill="none"><g class="jp-icon3" stroke="#616161" stroke-width="2" stroke-linecap="round">
  <path d="M2.2 12C4.7 7.6 8.1 5.6 12 5.6s7.3 2 9.8 6.4c-2.5 4.4-5.9 6.4-9.8 6.4S4.7 16.4 2.2 12z"/><circle cx="12" cy="12" r="2.8"/></g></g>
</svg>`
});

/** An i in a circle: learn more. */
export const moreIcon = new LabIcon({
  name: 'ct_jupyter:more',
  svgstr: `<svg xmlns="http://www.w3.org/2000/svg" width="16" viewBox="0 0 24 24">
  <path class="jp-icon3" fill="#616161" fill-rule="evenodd" d="M12 2.2a9.8 9.8 0 1 0 0 19.6 9.8 9.8 0 0 0 0-19.6zm0 2a7.8 7.8 0 1 1 0 15.6 7.8 7.8 0 0 1 0-15.6zM11 7h2v2.2h-2zm0 3.8h2V17h-2z"/>
</svg>`
});

/** Two sheets, the upper one with a tick: a clean copy. */
export const shareIcon = new LabIcon({
  name: 'ct_jupyter:share',
  svgstr: `<svg xmlns="http://www.w3.org/2000/svg" width="16" viewBox="0 0 24 24">
  <path class="jp-icon3" fill="#616161" fill-rule="evenodd" d="M7 2h13v16H7zm2 2v12h9V4zM3 6h2v14h11v2H3zm9.6 7.6-2.9-2.9 1.3-1.3 1.6 1.6 3.4-3.6 1.3 1.3z"/>
</svg>`
});
