import { existsSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { type Browser, type BrowserContext, type BrowserContextOptions, chromium, type Page } from 'playwright-core'

const path = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium'

/** Whether there is a browser to test with. */
export const hasChromium = existsSync(path)

export const noChromium = `no browser at ${path}: install Debian's chromium, or say where one is with CHROMIUM_PATH`

/** Debian's chromium; root may not run it in its sandbox. */
export const startChromium = (): Promise<Browser> =>
  chromium.launch({ executablePath: path, args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage'] })

export interface Visit {
  page: Page
  context: BrowserContext
  /** what the page complained of: errors, warnings, breaches of its policy of content security */
  complaints: string[]
  close(): Promise<void>
}

/** A fresh browser profile with one page. `ignore`: complaints that the test provokes. */
export async function visit(
  browser: Browser,
  options: BrowserContextOptions & { ignore?: RegExp } = {},
): Promise<Visit> {
  const { ignore, ...more } = options
  const context = await browser.newContext({ locale: 'en-US', timezoneId: 'America/Chicago', ...more })
  context.setDefaultTimeout(15_000)
  const complaints: string[] = []
  const complain = (text: string) => {
    if (!ignore?.test(text)) complaints.push(text)
  }
  context.on('page', (page) => {
    page.on('pageerror', (error) => complain(`error: ${error}`))
    page.on('console', (message) => {
      if (['error', 'warning'].includes(message.type())) complain(`${message.type()}: ${message.text()}`)
    })
  })
  await context.addInitScript(() =>
    document.addEventListener('securitypolicyviolation', (event) => console.error(`CSP: ${event.violatedDirective}`)),
  )
  return { page: await context.newPage(), context, complaints, close: () => context.close() }
}

/** Keeps a picture in the folder that SCREENSHOTS names; without it none is made. */
export async function picture(page: Page, name: string): Promise<void> {
  const folder = process.env.SCREENSHOTS
  if (!folder) return
  await mkdir(folder, { recursive: true })
  await page.screenshot({ path: join(folder, `${name}.png`) })
}
