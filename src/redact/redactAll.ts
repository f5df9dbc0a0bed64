import { Notification } from '@jupyterlab/apputils';
import type { NotebookPanel } from '@jupyterlab/notebook';

import { hasModule } from '../kernel';
import type { NotebookFindings } from '../notebookFindings';
import type { ICtSettings } from '../tokens';
import { choicesOf, requestOf } from './choices';
import { confirmPreview } from './previewDialog';
import { Preview } from './preview';
import type { IRedactContext } from './redact';
import { redact, redactRequest } from './redact';
import { tellDone } from './report';
import { snapshotOf } from './snapshot';

/**
 * Show what would be replaced in a notebook, and replace it where the user agrees.
 */
export async function redactAll(
  context: IRedactContext & { readonly settings: ICtSettings },
  panel: NotebookPanel,
  findings: NotebookFindings
): Promise<void> {
  const { client, settings, trans } = context;
  let snapshot = snapshotOf(findings.notebook);
  const preview = new Preview(
    choicesOf(settings.options),
    async (choices, names) => {
      const current = snapshotOf(findings.notebook);
      const wish = { ...requestOf(choices), findings: null, names };
      const request = redactRequest(context, panel, findings, current, wish);
      const plan = await client.plan({ ...request, dry_run: true });
      snapshot = current;
      return plan;
    },
    async module => {
      const kernel = panel.sessionContext.session?.kernel;
      return kernel ? hasModule(kernel, module).catch(() => null) : null;
    },
    trans
  );
  if (!(await confirmPreview(preview, () => snapshot, trans))) {
    return;
  }
  if (findings.isDisposed) {
    Notification.warning(trans.__('The notebook was closed meanwhile.'));
    return;
  }
  const { choices, lacksLoader, names } = preview;
  const load = choices.load && !lacksLoader;
  const done = await redact(context, panel, findings, {
    ...requestOf({ ...choices, load }),
    findings: null,
    names
  });
  if (done) {
    tellDone(done, { choices: { ...choices, load }, findings, panel, trans });
  }
}
