import type { DocumentRegistry } from '@jupyterlab/docregistry';
import type { Toolbar } from '@jupyterlab/ui-components';
import type { Widget } from '@lumino/widgets';

/** Name of the item in the toolbars. */
const NAME = 'ct_jupyter-count';

/** The item of Lab's toolbars that pushes what follows to the right. */
const SPACER = 'spacer';

/**
 * Put the number of findings into the toolbars of notebooks and text files, where there is no
 * status bar.
 *
 * @param create Makes the item
 */
export function countInToolbar(
  registry: DocumentRegistry,
  create: () => Widget
): void {
  for (const factory of ['Notebook', 'Editor']) {
    registry.addWidgetExtension(factory, {
      createNew: (widget: Widget & { toolbar?: Toolbar }) => {
        const { toolbar } = widget;
        const item = create();
        item.addClass('ct-mod-toolbar');
        if (toolbar && !toolbar.insertAfter(SPACER, NAME, item)) {
          toolbar.addItem(NAME, item);
        }
        return item;
      }
    });
  }
}
