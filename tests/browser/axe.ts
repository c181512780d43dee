import { readFile } from 'node:fs/promises'
import type { Page } from 'playwright-core'

const source = readFile(Bun.resolveSync('axe-core/axe.min.js', import.meta.dirname), 'utf8')

/**
 * What axe finds wrong with the page as it is now, in words: WCAG 2.2 A and AA, and good practice. It is run by the
 * browser's debugger, which no policy of content security stands against.
 */
export async function axe(page: Page): Promise<string[]> {
  await page.evaluate(await source)
  const { violations } = await page.evaluate(async () => {
    const { axe } = window as unknown as { axe: typeof import('axe-core') }
    return axe.run(document, {
      runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
    })
  })
  return violations.map(
    ({ id, nodes }) => `${id}: ${nodes.map(({ html, failureSummary }) => `${html} ${failureSummary}`)}`,
  )
}
