import type { ISharedNotebook } from '@jupyter/ydoc';
import type { NotebookPanel } from '@jupyterlab/notebook';
import type { TranslationBundle } from '@jupyterlab/translation';

import { waitForKernel } from '../shell/kernelWait';
import type { ILocated, NotebookFindings } from '../model/notebookFindings';
import { MAX_LENGTH, shortName, tell } from '../shell/notices';
import { hasProvider } from '../server/providerPage';
import { kindOf } from '../redact/choices';
import { canBeLoaded, canLoad, offerLoader } from '../redact/loader';
import type { IRedactContext, IRedacted, RedactWish } from '../redact/redact';
import { redact, sameAgain } from '../redact/redact';
import { redactAll } from '../redact/redactAll';
import { lacksVariables, offerRestart } from '../redact/restart';
import {
  copiesOf,
  restoreAction,
  tellMissed,
  undoAction
} from '../redact/report';
import { storeDoubts } from '../redact/reportDialog';
import type { ICtSettings } from '../model/tokens';

/** What a replacement needs of its surroundings. */
export interface IFixContext extends IRedactContext {
  readonly settings: ICtSettings;
  /** Scan what changed, and wait for the answer. */
  settle(notebook: ISharedNotebook): Promise<void>;
}

/**
 * Replace a literal, and with it every copy of its value, by a lookup of an environment variable:
 * the value goes to `.env` and to the running kernel, and the user is told.
 */
export async function fixFinding(
  context: IFixContext,
  panel: NotebookPanel,
  findings: NotebookFindings,
  located: ILocated
): Promise<void> {
  const { settings, trans } = context;
  const wantsLoad = settings.options.loadValues;
  const asked = wantsLoad
    ? await waitForKernel(canLoad(panel), trans)
    : ({ kind: 'skipped' } as const);
  if (asked.kind === 'cancelled') {
    return;
  }
  const lacksLoader = asked.kind === 'answered' && asked.answer === false;
  await context.settle(findings.notebook);
  const finding = findings.byKey(located.key)?.finding;
  const isThere = finding?.weakness_id === located.finding.weakness_id;
  if (!finding || !isThere) {
    tellGone(trans);
    return;
  }
  const { store, vault } = settings.options;
  const ask = () => redactAll(context, panel, findings, finding.fingerprint);
  if (kindOf(store) === 'platform') {
    return ask();
  }
  const isAsked = await replaceAndTell(context, panel, findings, {
    rule: finding.weakness_id,
    lacksLoader,
    findings: [finding.fingerprint],
    names: {},
    store: store === 'auto' ? 'auto' : 'env',
    vault,
    env_at: settings.options.envAt,
    load: wantsLoad && !lacksLoader ? 'dotenv' : 'none',
    folder: false
  });
  if (isAsked) {
    await ask();
  }
}

/** What one click asks for. */
interface IOneWish extends RedactWish {
  /** Weakness that is to go. */
  readonly rule: string;
  /** Whether the kernel is known to lack what the notebook would load `.env` with. */
  readonly lacksLoader: boolean;
}

/** @returns Whether the user has to be asked first, and nothing was done */
async function replaceAndTell(
  context: IFixContext,
  panel: NotebookPanel,
  findings: NotebookFindings,
  wanted: IOneWish
): Promise<boolean> {
  const { client, trans } = context;
  const { lacksLoader, rule: id, ...wish } = wanted;
  let mustAsk = false;
  const done = await redact(context, panel, findings, wish, reason => {
    // The value goes nowhere by itself: the user has to copy it first.
    mustAsk = reason === 'preview-first';
    return mustAsk;
  });
  if (!done) {
    return mustAsk;
  }
  if (done.answer.variables.length === 0) {
    tellGone(trans);
    return false;
  }
  done.replacement.again = async () => {
    await replaceAndTell(context, panel, findings, {
      ...wanted,
      ...sameAgain(wish, done)
    });
  };
  const actions = [undoAction(done, trans)];
  if (done.applied.kept.count > 0) {
    actions.push(restoreAction(findings, trans));
  }
  const rule = client.rules.get(id);
  if (rule && hasProvider(rule)) {
    actions.push({
      label: trans.__('Rotate this key: %1', rule.provider),
      caption: rule.remedy,
      displayType: 'link' as const,
      callback: (event: MouseEvent) => {
        event.preventDefault();
        window.open(rule.source, '_blank', 'noopener,noreferrer');
      }
    });
  }
  const notice = report(done, trans);
  const options = { autoClose: 15_000 as const, actions };
  tell('replacement', 'success', notice, options);
  tellMissed(done.applied, trans);
  if (lacksLoader && canBeLoaded(done)) {
    offerLoader(context, panel, findings, done, wish);
  } else if (lacksVariables(done, panel)) {
    offerRestart(context, panel, done);
  }
  const doubts = storeDoubts(done, trans).join(' ');
  if (doubts) {
    tell('replacement/store', 'warning', doubts, { autoClose: false });
  }
  return false;
}

function tellGone(trans: TranslationBundle): void {
  tell('replacement', 'warning', trans.__('This finding no longer exists.'), {
    autoClose: 5000
  });
}

/** What was done. `.env` lies beside the notebook, so that it needs no folder. */
function report(
  { answer, inKernel, isKernelBusy }: IRedacted,
  trans: TranslationBundle
): string {
  const { loader, store, variables } = answer;
  const name = shortName(variables[0].name);
  if (!variables[0].needed) {
    return trans.__(
      'A placeholder took the place of %1. The value is not stored: only Undo brings it back.',
      name
    );
  }
  const isStored = store && 'state' in store;
  const moved =
    isStored && store.state === 'present'
      ? trans.__('%1 was already in .env.', name)
      : isStored && store.gitignore === 'added'
        ? trans.__('Moved to .env as %1; .gitignore now lists .env.', name)
        : trans.__('Moved to .env as %1.', name);
  const kernel = inKernel
    ? isKernelBusy
      ? trans.__('The kernel is busy, and knows it once it is free.')
      : trans.__('The running kernel knows it.')
    : loader?.loads
      ? trans.__('What runs from the top loads it.')
      : trans.__('Load .env before you run the code again.');
  const count = copiesOf(answer);
  const copies = trans._n('%1 copy replaced.', '%1 copies replaced.', count);
  const all = `${moved} ${copies} ${kernel}`;
  return count > 0 && all.length <= MAX_LENGTH ? all : `${moved} ${kernel}`;
}
