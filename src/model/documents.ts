import type { JupyterFrontEnd } from '@jupyterlab/application';
import type { DocumentRegistry } from '@jupyterlab/docregistry';
import type { Widget } from '@lumino/widgets';

import { isConsole } from './consoleDocument';
import type { EditorWidget } from './documentView';
import { consoleView, fileView } from './documentView';
import { isTextFile } from './textDocument';
import type { ICtFindings } from './tokens';

/** Name of the factory that opens text files, in JupyterLab and in Notebook 7. */
const EDITOR = 'Editor';

/**
 * Have text files and code consoles scanned as they are opened, and the panel follow the one that
 * the user looks at.
 */
export function watchDocuments(
  app: JupyterFrontEnd,
  findings: ICtFindings
): void {
  const { docRegistry, shell } = app;
  docRegistry.addWidgetExtension(EDITOR, {
    createNew: (widget: Widget, context: DocumentRegistry.Context) => {
      void context.ready.then(() => {
        if (isTextFile(context.model.sharedModel)) {
          const view = fileView(widget as EditorWidget, context);
          findings.show(view);
          // Without live scans the text is scanned when it is saved.
          context.saveState.connect((_, state) => {
            if (state === 'completed') {
              void findings.settle(view.notebook);
            }
          });
          findings.lookAt(shell.currentWidget);
        }
      });
    }
  });
  const onCurrent = () => {
    const { currentWidget } = shell;
    if (currentWidget && isConsole(currentWidget)) {
      findings.show(consoleView(currentWidget));
    }
    findings.lookAt(currentWidget);
  };
  shell.currentChanged?.connect(onCurrent);
  void app.restored.then(() => {
    // Those that were open before: they are scanned whether or not somebody looks at them.
    for (const widget of shell.widgets('main')) {
      if (isConsole(widget)) {
        findings.show(consoleView(widget));
      }
    }
    onCurrent();
  });
}
