import { afterAll, beforeAll, expect, test } from 'bun:test'
import type { Browser } from 'playwright-core'
import { eventually } from '../jobs/queue-fixture.ts'
import { picture, startChromium, visit } from './chromium.ts'
import { inBrowser } from './lane.ts'
import { JOHN, type Product, SHOP_PHONE, startProduct } from './product.ts'

inBrowser('a chat without any key', () => {
  let browser: Browser
  let product: Product
  beforeAll(async () => {
    product = await startProduct({ keys: false })
    browser = await startChromium()
  })
  afterAll(async () => {
    await browser?.close()
    await product?.stop()
  })

  test('is answered from the customer’s own rows, and the text message before it is part of the story', async () => {
    const url = `${product.server.url}/webhooks/twilio/sms`
    await product.twilio.inbound({ url, from: JOHN, to: SHOP_PHONE, body: 'Please note: the gate code is 4711.' })
    await eventually(
      async () => product.twilio.messages.some(({ to }) => to === JOHN) || undefined,
      'the answer to the text message',
    )
    const { url: link } = await product.linkOfJohn()
    const { page, complaints, close } = await visit(browser)
    await page.goto(link)
    await page.getByText('Hi John').waitFor()
    await page.getByLabel('Your message').fill('When were you last here and what did you do?')
    await page.getByLabel('Your message').press('Enter')
    await page.locator('.theirs time').waitFor()
    await picture(page, 'without-keys')
    expect((await page.locator('.theirs .bubble').allTextContents()).at(-1)).toMatch(/^Hi John! Your last visit was/)
    // Whoever answers next, on whichever channel, is told of both.
    const context = await product.api('GET', `/api/v1/customer-context/${encodeURIComponent(JOHN)}?type=phone`)
    const { customerId } = (await context.json()) as { customerId: string }
    const prompt = await (await product.api('GET', `/api/v1/customer-context/${customerId}/prompt`)).text()
    expect(prompt).toContain('the gate code is 4711')
    expect(prompt).toContain('When were you last here')
    expect(complaints).toEqual([])
    await close()
  })
})
