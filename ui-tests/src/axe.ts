/** What axe finds that keeps somebody from using a part of the page. */
import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect } from '@playwright/test';

import type { CtPage } from './ctPage';

/**
 * Violations in a part of the page that are serious or worse, each with its element.
 *
 * @param least Rules that must have applied, so that an empty list means something
 */
export async function violations(
  ct: CtPage,
  selector: string,
  least = 4
): Promise<string[]> {
  const result = await new AxeBuilder({ page: ct.page as Page })
    .include(selector)
    .setLegacyMode(true)
    .analyze();
  expect(result.passes.length).toBeGreaterThanOrEqual(least);
  return result.violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) =>
      nodes.map(
        ({ failureSummary, html }) => `${id}: ${html}\n${failureSummary}`
      )
    );
}
