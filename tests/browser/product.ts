import { createApi } from '../../src/db/generated.ts'
import { seedDemo } from '../../src/demo/seed.ts'
import { folderDatabase } from '../e2e/own-database.ts'
import { type Ready, startServer } from '../e2e/process.ts'
import { twilioVariables } from '../e2e/twilio-shop.ts'
import { type OpenAiDouble, startOpenAiDouble } from '../fakes/openai.ts'
import { startTwilioDouble, type TwilioDouble } from '../fakes/twilio.ts'
import { freePort } from '../fixtures/free-port.ts'

export const SHOP_PHONE = '+16175550100'
export const JOHN = '+16175550123'

/** `rapport start` on an embedded database with the demo shop, Twilio and a model that streams, all of it on loopback. */
export interface Product {
  server: Ready
  openai: OpenAiDouble
  twilio: TwilioDouble
  /** the public key of the shop's widget */
  widget: string
  /** a page of another origin that the shop allows, with the widget on it */
  shopSite: string
  /** one that it does not allow */
  foreignSite: string
  /** A link to a chat of John Smith's, vouched for. */
  linkOfJohn(): Promise<{ chatId: string; url: string }>
  api(method: string, path: string, body?: unknown): Promise<Response>
  stop(): Promise<void>
}

/** @param keys whether it has a key for the model; without one the local provider answers */
export async function startProduct({ keys = true } = {}): Promise<Product> {
  const own = await folderDatabase()
  const publicUrl = `http://127.0.0.1:${await freePort()}`
  const [openai, twilio] = [await startOpenAiDouble(), await startTwilioDouble({ numbers: [SHOP_PHONE] })]
  const key = { widget: '' }
  const sites = [pageWith(publicUrl, key), pageWith(publicUrl, key)] as const

  const database = await own.open()
  const api = createApi(database.pool(null))
  const { tenantId } = await seedDemo(api)
  const { slug } = (await database.pool(null)`select slug from tenancy.tenants where id = ${tenantId}`)[0] as {
    slug: string
  }
  const tenant = await api.getTenant({ slug })
  await api.updateTenantSettings({
    tenantId,
    settings: { allowedOrigins: [sites[0].url], chat: { ...(tenant.settings.chat as object), accentColor: '#7c2d12' } },
  })
  const [endpoint] = await database.pool(null)`
    select address from tenancy.channel_endpoints where tenant_id = ${tenantId} and channel = 'web' order by address`
  key.widget = endpoint?.address
  await database.close()

  const server = await startServer({
    ...own.variables,
    ...twilioVariables(twilio),
    PORT: new URL(publicUrl).port,
    PUBLIC_URL: publicUrl,
    JWT_SECRET: 'a secret of the browser tests, of at least 32 characters',
    ...(keys ? { OPENAI_API_KEY: openai.apiKey, OPENAI_BASE_URL: openai.baseUrl } : {}),
  })
  const call = (method: string, path: string, body?: unknown) =>
    fetch(server.url + path, {
      method,
      headers: { Authorization: `Bearer ${server.apiKey}`, 'Content-Type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
  return {
    server,
    openai,
    twilio,
    widget: key.widget,
    shopSite: sites[0].url,
    foreignSite: sites[1].url,
    api: call,
    async linkOfJohn() {
      const found = await call('GET', `/api/v1/customer-context/${encodeURIComponent(JOHN)}?type=phone`)
      const { customerId } = (await found.json()) as { customerId: string }
      const made = await call('POST', '/api/v1/chats', { customerId, verifiedBy: 'staff' })
      if (made.status !== 201) throw new Error(`no chat: ${await made.text()}`)
      return (await made.json()) as { chatId: string; url: string }
    },
    async stop() {
      server.kill('SIGTERM')
      await server.exited
      for (const { stop } of sites) stop()
      await Promise.all([openai.stop(), twilio.stop()])
      await own.remove()
    },
  }
}

/** A site of its own origin that lets in what the widget's documentation says, and nothing else. */
function pageWith(publicUrl: string, key: { widget: string }) {
  const policy = `default-src 'none'; script-src ${publicUrl}; connect-src ${publicUrl}; base-uri 'none'; form-action 'none'`
  const server = Bun.serve({
    port: 0,
    hostname: '127.0.0.1',
    fetch: ({ url }) =>
      new URL(url).pathname === '/favicon.ico'
        ? new Response(null, { status: 204 })
        : new Response(
            `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>A shop</title>
            <meta name="viewport" content="width=device-width, initial-scale=1"></head>
            <body><main><h1>A shop</h1></main>
            <script src="${publicUrl}/widget.js" data-chat="${key.widget}" async></script></body></html>`,
            { headers: { 'Content-Type': 'text/html; charset=utf-8', 'Content-Security-Policy': policy } },
          ),
  })
  return { url: `http://127.0.0.1:${server.port}`, stop: () => server.stop(true) }
}
