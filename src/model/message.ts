import type { TranslationBundle } from '@jupyterlab/translation';

import { traitsOf } from './documentTraits';
import { isSecret } from './kinds';
import type { ILocated, NotebookFindings } from './notebookFindings';
import type { IRuleInfo } from '../protocol/protocol';
import { shareText } from './columnShare';
import { severityLabel } from '../protocol/severity';

/**
 * What a click that replaces the value does; null where there is no such click. In the cells of a
 * notebook what is no code is left to “Replace all…”, in a file that is not one part of many.
 */
export function replaceLabel(
  { finding }: ILocated,
  findings: NotebookFindings | null,
  trans: TranslationBundle
): string | null {
  if (finding.fix) {
    return trans.__('Replace with %1', finding.fix.replacement);
  }
  const isFile = findings && traitsOf(findings.notebook).what === 'file';
  return isFile && isSecret(finding) && !isEnvFile(finding.path)
    ? trans.__('Replace with a placeholder')
    : null;
}

/** Whether a file is where values belong. */
export function isEnvFile(path: string): boolean {
  return /(?:^|\/)\.env(?:\.[^/]*)?$|\.env$/.test(path);
}

/**
 * Why a finding has no one-click replacement, in a few words.
 */
export function whyNoFix(
  { cell, finding }: ILocated,
  trans: TranslationBundle
): string {
  if (isEnvFile(finding.path)) {
    return trans.__(
      'This file is where values belong: list it in .gitignore, and keep it out of what you share.'
    );
  }
  if (finding.part === 'source' && cell?.cell_type === 'code') {
    return trans.__(
      '“Replace all…” puts a placeholder there, or a lookup where the code can read the environment.'
    );
  }
  return finding.part === 'output'
    ? trans.__('It is in an output. “Replace all…” puts a placeholder there.')
    : trans.__('It is not in code. “Replace all…” puts a placeholder there.');
}

/**
 * What a finding is, why it matters and what to do, as it stands beside the code.
 */
export function messageNode(
  located: ILocated,
  rule: IRuleInfo | undefined,
  trans: TranslationBundle
): HTMLElement {
  const { finding } = located;
  const root = element('div', 'ct-Message');
  const head = element('div', 'ct-Message-head');
  const badge = element(
    'span',
    'ct-Badge',
    severityLabel(finding.severity, trans)
  );
  badge.dataset.severity = finding.severity;
  head.append(element('strong', 'ct-Message-title', finding.title), badge);
  root.append(head);
  if (rule?.why) {
    root.append(element('p', 'ct-Message-text', rule.why));
  }
  if (rule?.remedy) {
    const remedy = element('p', 'ct-Message-text', ` ${rule.remedy}`);
    remedy.prepend(element('strong', '', trans.__('What to do')));
    root.append(remedy);
  }
  if (finding.column) {
    root.append(
      element('p', 'ct-Message-text', shareText(finding, finding.column, trans))
    );
  }
  if (finding.note) {
    root.append(element('p', 'ct-Message-text', finding.note));
  }
  if (!finding.fix && isSecret(finding)) {
    root.append(
      element('p', 'ct-Message-text ct-mod-weak', whyNoFix(located, trans))
    );
  }
  return root;
}

function element(tag: string, className: string, text = ''): HTMLElement {
  const node = document.createElement(tag);
  node.className = className;
  node.textContent = text;
  return node;
}
