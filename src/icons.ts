import { LabIcon } from '@jupyterlab/ui-components';

// The bundler turns an imported SVG into its text, which needs a loader under test; these three
// are short enough to stand here.

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
