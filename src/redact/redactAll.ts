import type { NotebookPanel } from '@jupyterlab/notebook';

import { hasModule } from '../kernel';
import type { NotebookFindings } from '../notebookFindings';
import type { ICtSettings } from '../tokens';
import type { IChoices } from './choices';
import { choicesOf, requestOf } from './choices';
import { confirmPreview } from './previewDialog';
import { Preview } from './preview';
import { canBeLoaded, offerLoader } from './loader';
import type { IRedactContext, IRedacted, RedactWish } from './redact';
import { redactRequest, tryRedact } from './redact';
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
  const preview = new Preview(
    choicesOf(settings.options),
    async (choices, asked) => {
      const current = snapshotOf(findings.notebook);
      const wish = { ...requestOf(choices), ...asked };
      const request = redactRequest(context, panel, findings, current, wish);
      const plan = await client.plan({ ...request, dry_run: true });
      return {
        plan,
        sources: current.content.cells.map(({ source }) => String(source)),
        values: valuesOf(findings)
      };
    },
    async module => {
      const kernel = panel.sessionContext.session?.kernel;
      return kernel ? hasModule(kernel, module).catch(() => null) : null;
    },
    trans
  );
  let isOpen = true;
  const done: { redacted: IRedacted; wish: RedactWish }[] = [];
  const apply = async () => {
    const wish = { ...requestOf(choicesNow(preview)), ...preview.asked };
    const wanted = () => isOpen;
    const redacted = await tryRedact(context, panel, findings, wish, wanted);
    done.push({ redacted, wish });
  };
  await confirmPreview(preview, apply, trans);
  isOpen = false;
  for (const { redacted, wish } of done) {
    const choices = choicesNow(preview);
    tellDone(redacted, { choices, findings, panel, trans });
    const wantsLoad = preview.choices.load && wish.store === 'env';
    if (wantsLoad && preview.lacksLoader && canBeLoaded(redacted)) {
      offerLoader(context, panel, findings, redacted, wish);
    }
  }
}

/** The choices, as far as the kernel can do what is chosen. */
function choicesNow({ choices, lacksLoader }: Preview): IChoices {
  return { ...choices, load: choices.load && !lacksLoader };
}

/** The values that were found in sources, to keep them off the preview. */
function valuesOf(findings: NotebookFindings): string[] {
  return findings
    .secrets()
    .filter(({ finding }) => finding.part === 'source')
    .map(({ cell, from, to }) => cell?.getSource().slice(from, to) ?? '');
}
