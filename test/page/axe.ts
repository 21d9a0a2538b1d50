/** Looks for what keeps people with disabilities out, with axe, in the page as it is now. */

import axe from 'axe-core';
import type { Page } from 'playwright-core';

/**
 * @returns one line for each rule that is broken and element that breaks it; empty when all is well
 */
export async function accessibilityProblems(page: Page): Promise<string[]> {
  // Not by a script element: the page's content security policy would refuse it.
  await page.evaluate(axe.source);
  return await page.evaluate(async () => {
    const { violations } = await (globalThis as unknown as { axe: typeof axe }).axe.run();
    return violations.flatMap(({ id, help, nodes }) =>
      nodes.map(
        (node) => `${id}: ${help}: ${node.html.slice(0, 200)} ${node.any.map((check) => check.message).join(' ')}`,
      ),
    );
  });
}
