import { afterAll, afterEach, beforeAll, expect, test } from 'bun:test'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { messagesOf } from '../fakes/openai.ts'
import { eventually } from '../jobs/queue-fixture.ts'
import { axe } from './axe.ts'
import { picture, startChromium, type Visit, visit } from './chromium.ts'
import { inBrowser } from './lane.ts'
import { JOHN, type Product, SHOP_PHONE, startProduct } from './product.ts'

/** Slow enough to be seen being written. */
const slowly = { tokensPerSecond: 12 }

inBrowser('a chat with the running product', () => {
  let browser: Browser
  let product: Product
  const visits: Visit[] = []
  beforeAll(async () => {
    product = await startProduct()
    browser = await startChromium()
  })
  afterEach(async () => {
    for (const { complaints, close } of visits.splice(0)) {
      await close()
      expect(complaints).toEqual([])
    }
  })
  afterAll(async () => {
    await browser?.close()
    await product?.stop()
  })

  const come = async (url: string, options: BrowserContextOptions & { ignore?: RegExp } = {}) => {
    const visited = await visit(browser, options)
    visits.push(visited)
    await visited.page.goto(url)
    return visited
  }
  const log = (page: Page) => page.getByRole('log')
  const say = async (page: Page, text: string) => {
    await page.getByLabel('Your message').fill(text)
    await page.getByLabel('Your message').press('Enter')
  }
  /** What is in the bubbles; the greeting is not part of the conversation. */
  const said = async (page: Page) => (await page.locator('.mine .bubble, .theirs .bubble').allTextContents()).slice(1)
  const open = (page: Page) => page.getByRole('button', { name: /^Chat with/ }).click()
  const historyOf = async (page: Page, chatId: string) => {
    const token = await page.evaluate(() => {
      const kept = Object.values({ ...sessionStorage, ...localStorage }).find((text) => text.includes('"token"'))
      return JSON.parse(kept ?? '{}').token as string
    })
    const answer = await fetch(`${product.server.url}/api/chat/${chatId}/history`, {
      headers: { Authorization: `Bearer ${token}` },
    })
    return ((await answer.json()) as { messages: { role: string; text: string }[] }).messages
  }

  test('by a link: the answer is seen being written, knows a text message sent before, and is there after a reload', async () => {
    product.openai.next({ text: 'Noted: the gate code is 4711.' })
    const url = `${product.server.url}/webhooks/twilio/sms`
    await product.twilio.inbound({ url, from: JOHN, to: SHOP_PHONE, body: 'The gate code is 4711, please note it.' })
    await eventually(
      async () => product.twilio.messages.some(({ to }) => to === JOHN) || undefined,
      'the answer to the text message',
    )

    const { chatId, url: link } = await product.linkOfJohn()
    const { page } = await come(link, { viewport: { width: 390, height: 780 }, hasTouch: true, isMobile: true })
    await page.getByText('Hi John').waitFor()
    await picture(page, 'product-0-link')
    expect(await axe(page)).toEqual([])

    const answer = 'Your gate code is 4711, and somebody will come on Tuesday to look at the water heater.'
    product.openai.next({ text: answer, stream: slowly })
    await say(page, 'Do you know my gate code?')
    await page.locator('.theirs .bubble', { hasText: /^Your gate code/ }).waitFor()
    const early = (await said(page)).at(-1) ?? ''
    expect(early.length).toBeLessThan(answer.length)
    expect(answer).toStartWith(early)
    await picture(page, 'product-1-writing')
    await page.locator('.theirs time').waitFor()
    expect(await said(page)).toEqual(['Do you know my gate code?', answer])
    // The model was told what the customer had texted.
    expect(JSON.stringify(product.openai.calls.at(-1))).toContain('4711, please note it')

    await page.reload()
    await log(page).getByText(answer).waitFor()
    expect(await said(page)).toEqual(['Do you know my gate code?', answer])
    expect((await historyOf(page, chatId)).map(({ text }) => text)).toEqual(['Do you know my gate code?', answer])
    expect(await axe(page)).toEqual([])
    await picture(page, 'product-2-reloaded')
    expect(await page.context().cookies()).toEqual([])
  })

  test('is answered once though the page is reloaded in the middle of the answer', async () => {
    const { chatId, url } = await product.linkOfJohn()
    const { page } = await come(url)
    await page.getByText('Hi John').waitFor()
    const answer = 'One two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen.'
    product.openai.next({ text: answer, stream: slowly })
    const before = product.openai.calls.length
    await say(page, 'Count to sixteen')
    await log(page).getByText('One two').waitFor()
    await page.reload()
    await log(page).getByText(answer).waitFor()
    await eventually(async () => ((await historyOf(page, chatId)).length >= 2 ? true : undefined), 'the stored answer')
    expect(await said(page)).toEqual(['Count to sixteen', answer])
    expect((await historyOf(page, chatId)).map(({ text }) => text)).toEqual(['Count to sixteen', answer])
    expect(product.openai.calls.length).toBe(before + 1)
  })

  test('goes on where it was when the network comes back, with what was written meanwhile', async () => {
    const { url } = await product.linkOfJohn()
    const { page, context } = await come(url, { ignore: /ERR_INTERNET_DISCONNECTED|Failed to load/ })
    await page.getByText('Hi John').waitFor()
    await context.setOffline(true)
    product.openai.answer('The answer to both.')
    await say(page, 'First question')
    await say(page, 'Second question')
    await log(page).getByText('Will be sent').first().waitFor()
    await context.setOffline(false)
    // Whether both are answered at once or each on its own is the product's to decide.
    await log(page).getByText('answer to both.').last().waitFor()
    await page.locator('.dots').waitFor({ state: 'detached' })
    const before = await said(page)
    expect(before.filter((text) => text.includes('question'))).toEqual(['First question', 'Second question'])
    await page.reload()
    await log(page).getByText('answer to both.').last().waitFor()
    expect(await said(page)).toEqual(before)
  })

  test('on a site of another origin: a stranger is answered, and known again when they come back', async () => {
    const { page, context } = await come(product.shopSite)
    await open(page)
    await page.getByRole('button', { name: /Verify your phone/ }).waitFor()
    const [header] = await page
      .locator('header')
      .evaluateAll((all) => all.map((it) => getComputedStyle(it).backgroundColor))
    expect(header).toBe('rgb(124, 45, 18)')
    product.openai.next({ text: 'We can come on Monday.' })
    await say(page, 'My tap drips. When can you come?')
    await log(page).getByText('We can come on Monday.').waitFor()
    await picture(page, 'product-3-foreign-site')
    expect(await axe(page)).toEqual([])
    const again = await context.newPage()
    await again.goto(product.shopSite)
    await open(again)
    await log(again).getByText('We can come on Monday.').waitFor()
    // The launcher has the shop's colour and name before anything is asked for.
    await again.reload()
    await again.getByRole('button', { name: 'Chat with Johnson Bros.' }).waitFor()
    const launcher = await again.locator('.launcher').evaluate((it) => getComputedStyle(it).backgroundColor)
    expect(launcher).toBe(header ?? '')
    const asked = messagesOf(product.openai.calls.at(-1)).map(({ content }) => JSON.stringify(content))
    expect(asked.join()).not.toContain('4711')
  })

  test('knows a stranger who confirms the code that was texted to them', async () => {
    const { page } = await come(product.shopSite)
    await open(page)
    product.openai.next({ text: 'Sure, who are you?' })
    await say(page, 'Can you move my appointment?')
    await log(page).getByText('who are you?').waitFor()
    const before = product.twilio.messages.length
    await page.getByRole('button', { name: /Verify your phone/ }).click()
    await page.getByLabel('Your phone number').fill('(617) 555-0123')
    await page.getByRole('button', { name: 'Send the code' }).click()
    const text = await eventually(
      async () => product.twilio.messages.slice(before).find(({ to }) => to === JOHN)?.body,
      'the text message with the code',
    )
    const code = /\b\d{6}\b/.exec(text)?.[0] ?? ''
    await page.getByLabel('The code').fill(code === '000000' ? '000001' : '000000')
    await page.getByRole('button', { name: 'Confirm' }).click()
    await page.getByText('That is not the code.').waitFor()
    await page.getByLabel('The code').fill(code)
    await page.getByRole('button', { name: 'Confirm' }).click()
    await page.getByText('We know it’s you now').waitFor()
    await page.getByRole('button', { name: 'Done' }).click()
    await page.getByText('Hi John').waitFor()
    await picture(page, 'product-5-verified')
    product.openai.next({ text: 'Done, John.' })
    await say(page, 'Now?')
    await log(page).getByText('Done, John.').waitFor()
    expect(await said(page)).toEqual(['Can you move my appointment?', 'Sure, who are you?', 'Now?', 'Done, John.'])
  })

  test('shows each message once and in order when the next one comes while an answer is written', async () => {
    const { url } = await product.linkOfJohn()
    const { page } = await come(url)
    await page.getByText('Hi John').waitFor()
    product.openai.next({ text: 'This is a rather long answer to the first of the questions.', stream: slowly })
    product.openai.answer('And this is the second one.')
    await say(page, 'The first?')
    await log(page).getByText('This is').waitFor()
    await say(page, 'The second?')
    await log(page).getByText('And this is the second one.').waitFor()
    await page.locator('.dots').waitFor({ state: 'detached' })
    const shown = await said(page)
    await page.reload()
    await log(page).getByText('And this is the second one.').waitFor()
    expect(await said(page)).toEqual(shown)
    expect(shown.filter((text) => text.startsWith('The '))).toEqual(['The first?', 'The second?'])
    expect(new Set(shown).size).toBe(shown.length)
  })

  test('on a site that the shop does not list is refused, and says so', async () => {
    const { page } = await come(product.foreignSite, { ignore: /CORS|Failed to load|origin/i })
    await open(page)
    await page
      .getByRole('alert')
      .filter({ hasText: /not available|cannot be reached/ })
      .waitFor()
    expect(await page.getByLabel('Your message').count()).toBe(0)
    await picture(page, 'product-4-refused')
  })

  test.each(['revoked', 'altered'] as const)('by a link that was %s ends in friendly words', async (how) => {
    const { chatId, url } = await product.linkOfJohn()
    if (how === 'revoked') expect((await product.api('DELETE', `/api/v1/chats/${chatId}`)).ok).toBe(true)
    const { page } = await come(how === 'altered' ? `${url.slice(0, -2)}xx` : url, { ignore: /401/ })
    await page.getByText('This link has expired').waitFor()
    expect(await axe(page)).toEqual([])
  })

  test('leaves its link out of what the server logs', async () => {
    const { url } = await product.linkOfJohn()
    const { page } = await come(url)
    await page.getByText('Hi John').waitFor()
    const token = url.split('/').at(-1) ?? ''
    expect(product.server.stderr() + product.server.stdout()).not.toContain(token)
    expect(product.server.stderr()).not.toContain('please note it')
  })
})
