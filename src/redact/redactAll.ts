import type { NotebookPanel } from '@jupyterlab/notebook';
import type { TranslationBundle } from '@jupyterlab/translation';

import { wordFor } from '../model/documentTraits';
import { hasModule } from '../actions/kernel';
import type { NotebookFindings } from '../model/notebookFindings';
import type { ICtSettings } from '../model/tokens';
import type { IChoices } from './choices';
import { choicesOf, requestOf } from './choices';
import { confirmPreview } from './previewDialog';
import { previewDetails } from './PreviewDetails';
import type { IAsked } from './preview';
import { Preview } from './preview';
import { canBeLoaded, offerLoader } from './loader';
import { lacksVariables, offerRestart } from './restart';
import type { IRedactContext, IRedacted, RedactWish } from './redact';
import { redact, redactRequest, sameAgain, tryRedact } from './redact';
import { tellDone } from './report';
import { snapshotOf } from './snapshot';

/**
 * Show what would be replaced in a notebook, and replace it where the user agrees.
 *
 * @param only Fingerprint of the one finding that is to go, with the copies of its value
 */
export async function redactAll(
  context: IRedactContext & { readonly settings: ICtSettings },
  panel: NotebookPanel,
  findings: NotebookFindings,
  only?: string
): Promise<void> {
  const { client, settings, trans } = context;
  const wishOf = (choices: IChoices, asked: IAsked): RedactWish => ({
    ...requestOf(choices),
    ...asked,
    ...(only === undefined ? {} : { findings: [only] })
  });
  const preview = new Preview(
    choicesOf(settings.options),
    async (choices, asked) => {
      const current = snapshotOf(findings.notebook);
      const wish = wishOf(choices, asked);
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
    trans,
    async (choices, asked) => {
      const current = snapshotOf(findings.notebook);
      const wish = wishOf(choices, asked);
      const request = redactRequest(context, panel, findings, current, wish);
      const { values } = await client.plan({
        ...request,
        dry_run: true,
        with_values: true
      });
      return values ?? {};
    }
  );
  const tellAll = (
    redacted: IRedacted,
    wish: RedactWish,
    choices: IChoices
  ) => {
    redacted.replacement.again = async () => {
      const same = sameAgain(wish, redacted);
      const again = await redact(context, panel, findings, same);
      if (again) {
        tellAll(again, wish, choices);
      }
    };
    tellDone(redacted, { choices, findings, panel, trans });
  };
  let isOpen = true;
  const done: { redacted: IRedacted; wish: RedactWish }[] = [];
  const apply = async () => {
    const wish = wishOf(choicesNow(preview), preview.asked);
    const wanted = () => isOpen;
    const redacted = await tryRedact(context, panel, findings, wish, wanted);
    done.push({ redacted, wish });
  };
  await confirmPreview({
    title:
      only === undefined
        ? titleOf(findings, trans)
        : trans.__('Replace this secret?'),
    apply,
    preview,
    details: () => previewDetails(preview, trans),
    trans
  });
  isOpen = false;
  for (const { redacted, wish } of done) {
    const choices = choicesNow(preview);
    tellAll(redacted, wish, choices);
    const wantsLoad = preview.choices.load && wish.store === 'env';
    if (wantsLoad && preview.lacksLoader && canBeLoaded(redacted)) {
      offerLoader(context, panel, findings, redacted, wish);
    } else if (lacksVariables(redacted, panel)) {
      offerRestart(context, panel, redacted);
    }
  }
}

function titleOf(
  { notebook }: NotebookFindings,
  trans: TranslationBundle
): string {
  return wordFor(notebook, {
    notebook: trans.__('Replace all secrets in this notebook?'),
    file: trans.__('Replace all secrets in this file?'),
    console: trans.__('Replace all secrets in this console?')
  });
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
