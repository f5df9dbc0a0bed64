/** Name of the package, of its REST folder and of its translation domain. */
export const NAME = 'ct_jupyter';

/** Id of the plugin that the settings belong to. */
export const SETTINGS_ID = 'ct_jupyter:plugin';

/** Id of the sidebar widget. */
export const PANEL_ID = 'ct-jupyter-panel';
