import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'bun:test'
import type { Browser, BrowserContextOptions, Locator, Page } from 'playwright-core'
import { type ChatDouble, startChatDouble } from '../fakes/chat-api.ts'
import { axe } from './axe.ts'
import { picture, startChromium, type Visit, visit } from './chromium.ts'
import { inBrowser } from './lane.ts'
import { LINK, startSite, WIDGET } from './site.ts'

/** What the browser itself says of the answers that these tests provoke. */
const provoked = /Failed to load resource/

inBrowser('the widget', () => {
  let browser: Browser
  let double: ChatDouble
  let site: Awaited<ReturnType<typeof startSite>>
  const visits: Visit[] = []
  beforeAll(async () => {
    browser = await startChromium()
  })
  afterAll(() => browser?.close())
  beforeEach(async () => {
    double = await startChatDouble({ widget: WIDGET, link: LINK })
    site = await startSite(double)
  })
  afterEach(async () => {
    for (const { complaints, close } of visits.splice(0)) {
      await close()
      expect(complaints).toEqual([])
    }
    site.stop()
    double.stop()
  })

  const come = async (path: '/' | '/page', options: BrowserContextOptions & { ignore?: RegExp } = {}) => {
    const visited = await visit(browser, options)
    visits.push(visited)
    await visited.page.goto(site.url + path)
    return visited
  }
  const log = (page: Page): Locator => page.getByRole('log')
  const composer = (page: Page): Locator => page.getByLabel('Your message')
  const openChat = async (page: Page) => {
    await page.getByRole('button', { name: /^Chat with/ }).click()
    await log(page).getByText('How can we help?').waitFor()
  }
  const say = async (page: Page, text: string) => {
    await composer(page).fill(text)
    await composer(page).press('Enter')
  }
  const bubbles = (page: Page) => page.locator('.bubble').allTextContents()

  const looks = [
    { name: 'wide', viewport: { width: 1100, height: 760 } },
    { name: 'phone', viewport: { width: 390, height: 780 }, hasTouch: true, isMobile: true },
    { name: 'phone-dark', viewport: { width: 390, height: 780 }, colorScheme: 'dark' as const },
    { name: 'narrow', viewport: { width: 320, height: 568 } },
    { name: 'narrow-dark', viewport: { width: 320, height: 568 }, colorScheme: 'dark' as const },
    { name: 'forced', viewport: { width: 390, height: 780 }, forcedColors: 'active' as const },
  ]
  test.each(looks)('is clean by axe and fits in every state ($name)', async ({ name, ...options }) => {
    const { page, context } = await come('/', { ...options, ignore: provoked })
    const check = async (state: string) => {
      await picture(page, `${name}-${state}`)
      expect({ state, found: await axe(page) }).toEqual({ state, found: [] })
      const [around, within] = await page.evaluate(() => {
        const log = document.querySelector('rapport-chat')?.shadowRoot?.querySelector('.log')
        return [document.documentElement, log].map((it) => (it?.scrollWidth ?? 0) - (it?.clientWidth ?? 0))
      })
      expect({ state, around, within }).toEqual({ state, around: 0, within: 0 })
    }
    await check('0-closed')
    await openChat(page)
    await check('1-open')

    const held = Promise.withResolvers<void>()
    double.next({ pieces: ['We were there in March. Call (617) 555-0100, or see https://example.com/help.'] })
    await say(page, 'When were you here? My number is 617-555-0123.')
    await log(page).getByText('in March').waitFor()
    double.next({ pieces: ['Sure.'], hold: held.promise })
    await say(page, `https://example.com/${'very-long'.repeat(30)}`)
    await log(page).getByText('Ava is writing').waitFor({ state: 'attached' })
    await check('2-writing')
    held.resolve()
    await log(page).getByText('Sure.').waitFor()

    double.next({ status: 422, code: 'validation_failed' }, { unanswered: 'provider_failed' })
    await say(page, 'This one is refused')
    await log(page).getByText('Not delivered.').waitFor()
    await say(page, 'This one is not answered')
    await log(page).getByText('could not be written').waitFor()
    await context.setOffline(true)
    await say(page, 'This one waits')
    await log(page).getByText('Will be sent when').waitFor()
    await check('3-failed-and-offline')
    await context.setOffline(false)
    await log(page).getByText('Happy to help').first().waitFor()

    await page.getByRole('button', { name: /Verify your phone/ }).click()
    await page.getByLabel('Your phone number').fill('617-555-0123')
    await check('4-verify')
    await page.getByRole('button', { name: 'Send the code' }).click()
    await page.getByLabel('The code').fill('000000')
    await page.getByRole('button', { name: 'Confirm' }).click()
    await page.getByText('4 tries left').waitFor()
    await check('5-wrong-code')
    await page.getByLabel('The code').fill('123456')
    await page.getByRole('button', { name: 'Confirm' }).click()
    await page.getByRole('button', { name: 'Done' }).click()
    await page.getByText('Hi Ada').waitFor()
    await check('6-verified')
  })

  test('makes no markup of what anybody writes', async () => {
    const { page } = await come('/')
    await page.evaluate(() => Object.assign(window, { alert: () => console.error('the text ran') }))
    await openChat(page)
    const attacks = [
      '<img src=x onerror=alert(1)>',
      '<script>alert(1)</script>',
      '"><svg onload=alert(1)>',
      '[click](javascript:alert(1)) javascript:alert(1)',
      'https://a.example/"onmouseover="alert(1)',
      '&lt;b&gt; {{constructor.constructor("alert(1)")()}}',
    ]
    for (const attack of attacks) {
      double.next({ pieces: [attack.slice(0, 5), `${attack.slice(5)} indeed`] })
      await say(page, attack)
      await log(page).getByText(`${attack} indeed`).waitFor()
    }
    expect(await bubbles(page)).toEqual([
      'Hi! How can we help?',
      ...attacks.flatMap((attack) => [attack, `${attack} indeed`]),
    ])
    const made = page.locator('.bubble').locator('img, script, svg, b, [onmouseover], [onerror]')
    expect(await made.count()).toBe(0)
    for (const href of await page
      .locator('.bubble a')
      .evaluateAll((links) => links.map((it) => it.getAttribute('href')))) {
      expect(href).toStartWith('https://a.example/')
    }
  })

  test('is worked by keyboard alone: open, choose, write, close, and the focus comes back', async () => {
    const { page } = await come('/')
    const focused = () =>
      page.evaluate(() => {
        const it = document.activeElement?.shadowRoot?.activeElement ?? document.activeElement
        return it?.getAttribute('aria-label') ?? it?.textContent ?? ''
      })
    await page.keyboard.press('Tab')
    await page.keyboard.press('Tab')
    expect(await focused()).toBe('Chat with us')
    await page.keyboard.press('Enter')
    await page.getByRole('button', { name: 'Ask a question' }).waitFor()
    await page.keyboard.press('Shift+Tab')
    expect(await focused()).toBe('Ask a question')
    await page.keyboard.press('Shift+Tab')
    expect(await focused()).toBe('Book a visit')
    await page.keyboard.press('Space')
    await log(page).getByText('Happy to help.').waitFor()
    await page.keyboard.type('A line')
    await page.keyboard.press('Shift+Enter')
    await page.keyboard.type('and another')
    await page.keyboard.press('Enter')
    await log(page).getByText('A line\nand another').waitFor()
    await page.keyboard.press('Escape')
    await page.getByRole('button', { name: 'Chat with Acme Plumbing' }).waitFor()
    expect(await log(page).isVisible()).toBe(false)
    await page.locator('.launcher:focus').waitFor()
  })

  test('keeps the keyboard inside where it covers the whole page', async () => {
    const { page } = await come('/', { viewport: { width: 320, height: 568 } })
    await openChat(page)
    for (let presses = 0; presses < 12; presses++) {
      await page.keyboard.press('Tab')
      const isOutside = await page.evaluate(() => ['A', 'MAIN'].includes(document.activeElement?.tagName ?? ''))
      expect(isOutside).toBe(false)
    }
  })

  test('tells a screen reader the finished answer once, not its pieces', async () => {
    const { page } = await come('/')
    await openChat(page)
    await page.evaluate(() => {
      const told: string[] = []
      Object.assign(window, { told })
      const region = document.querySelector('rapport-chat')?.shadowRoot?.querySelector('[role=status]')
      const note = () => told.push(region?.textContent ?? '')
      if (region) new MutationObserver(note).observe(region, { childList: true, subtree: true, characterData: true })
    })
    double.next({ pieces: Array.from({ length: 30 }, (_, at) => `word${at} `) })
    await say(page, 'Tell me')
    await page.getByRole('status').filter({ hasText: 'word29' }).waitFor({ state: 'attached' })
    const told = await page.evaluate(() => (window as unknown as { told: string[] }).told)
    expect([...new Set(told)].filter(Boolean)).toHaveLength(1)
    expect(told[0]).toStartWith('Ava: word0 word1')
    expect(await log(page).getAttribute('aria-live')).toBe('off')
  })

  test('shows in another tab what was said in one', async () => {
    const { page, context } = await come('/')
    await openChat(page)
    await say(page, 'From the first tab')
    await log(page).getByText('Happy to help.').waitFor()
    const other = await context.newPage()
    await other.goto(`${site.url}/`)
    await openChat(other)
    await log(other).getByText('From the first tab').waitFor()
    await say(page, 'And one more')
    await log(other).getByText('And one more').waitFor()
    expect(double.chats()).toHaveLength(1)
  })

  test('reads older messages in above without moving what is read', async () => {
    const { page } = await come('/page')
    await log(page).getByText('How can we help?').waitFor()
    for (let at = 0; at < 60; at++) double.write(double.chats()[0]?.id ?? '', `Note ${at}`)
    await page.reload()
    await log(page).getByText('Note 59').waitFor()
    const note = log(page).getByText('Note 45')
    await note.scrollIntoViewIfNeeded()
    await log(page).getByRole('button', { name: 'Earlier messages' }).click()
    await log(page).getByText('Note 25', { exact: true }).waitFor()
    const before = await log(page).getByText('Note 40').boundingBox()
    expect(before?.y).toBeGreaterThan(-10)
    await log(page).evaluate((box) => box.scrollTo(0, 0))
    await log(page).getByText('Note 5', { exact: true }).waitFor()
    await page.getByRole('button', { name: 'New messages' }).click()
    await log(page).getByText('Note 59').waitFor()
  })

  test('says when a link is over, on the page of the link', async () => {
    double.endLink()
    const { page } = await come('/page', { ignore: provoked })
    await page.getByText('This link has expired').waitFor()
    expect(await axe(page)).toEqual([])
    await picture(page, 'link-over')
  })

  test('stands still for who asked for less motion', async () => {
    const { page } = await come('/page', { reducedMotion: 'reduce' })
    const held = Promise.withResolvers<void>()
    double.next({ pieces: ['Sure.'], hold: held.promise })
    await log(page).getByText('How can we help?').waitFor()
    await say(page, 'Hello')
    await log(page).getByText('Ava is writing').waitFor({ state: 'attached' })
    expect(
      await page
        .locator('.dots i')
        .first()
        .evaluate((dot) => getComputedStyle(dot).animationName),
    ).toBe('none')
    held.resolve()
    await log(page).getByText('Sure.').waitFor()
  })
})
