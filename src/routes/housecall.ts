import { createHash } from 'node:crypto'
import { z } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { createPhoneReader, housecallPhones } from '../crm/housecall/phones.ts'
import { type SignatureVerdict, verifyHousecallSignature } from '../crm/housecall/signature.ts'
import { createWebhookAccounts, type WebhookAccount } from '../crm/housecall/webhook-accounts.ts'
import { parseStorableJson } from '../crm/storable-json.ts'
import type { Api } from '../db/generated.ts'
import { ProblemError } from '../http/problem.ts'
import type { AppEnv, RouteDeps } from '../http/types.ts'
import { newRouter } from '../http/validation.ts'

export type HousecallApi = Pick<Api, 'resolveHousecallAccounts' | 'receiveHousecallEvent' | 'keepUnroutedEvent'>
export type HousecallRouteDeps = Pick<RouteDeps<HousecallApi>, 'api' | 'env' | 'logger' | 'afterCrmEvent'> & {
  clock?: () => Date
}

const PHONES_KEPT = 5000

interface Posted {
  bytes: Uint8Array
  body: Record<string, unknown>
  companyId: string | null
}

/** `POST /webhooks/housecall` and `…/housecall/{tenant}`: signature, one call of Postgres, answer. A queue does the rest. */
export const housecallRoutes = (deps: HousecallRouteDeps) => {
  const { api, env, logger, clock = () => new Date() } = deps
  const accountsOf = createWebhookAccounts({ api, env, logger, clock })
  // Events come in bursts about the same jobs, and technicians are in all of them.
  const readPhone = createPhoneReader(PHONES_KEPT)
  const app = newRouter()
  describe(app)

  const receive = async (c: Context<AppEnv>, tenant: string | null) => {
    const posted = await readPosted(c)
    const accounts = await accountsOf(tenant, posted.companyId)
    const verdictFor = (secrets: readonly string[]) =>
      verifyHousecallSignature({
        timestamp: c.req.header('Api-Timestamp'),
        signature: c.req.header('Api-Signature'),
        rawBody: posted.bytes,
        secrets,
        toleranceSeconds: env.HOUSECALL_WEBHOOK_TOLERANCE_SECONDS,
        now: clock(),
      })
    const account = accounts.find((each) => speaksFor(each, posted) && verdictFor(each.secrets).isValid)
    const requestId = c.get('requestId')
    if (account) {
      const { tenantId } = account
      const event = { tenantId, event: posted.body, bodyHash: hash(posted.bytes) }
      const received = await api.receiveHousecallEvent({ ...event, phones: housecallPhones(posted.body, readPhone) })
      const { outcome, name, eventId, isKnown } = received
      const facts = { requestId, tenantId, outcome, event: name, eventId, isKnown }
      if (outcome === 'unrouted' || !isKnown) logger.warn('housecall_event_kept', facts)
      else logger.info('housecall_event', facts)
      if (outcome === 'stored' && isKnown) deps.afterCrmEvent?.()
      return c.json({ outcome })
    }
    const ours = env.HOUSECALL_WEBHOOK_SECRET ? [env.HOUSECALL_WEBHOOK_SECRET] : []
    const verdict = verdictFor([...ours, ...accounts.flatMap(({ secrets }) => secrets)])
    if (!verdict.isValid || ours.length === 0) throw refusal(verdict, accounts, ours)
    await api.keepUnroutedEvent({
      provider: 'housecall',
      kind: String(posted.body.event ?? '').slice(0, 100),
      eventKey: hash(posted.bytes),
      address: posted.companyId ?? '',
      reason: tenant === null ? 'no tenant has this company' : 'the tenant is unknown or has no such company',
      payload: posted.body,
    })
    logger.warn('housecall_event_unrouted', { requestId })
    return c.json({ outcome: 'unrouted' })
  }

  app.post('/webhooks/housecall', (c) => receive(c, null))
  app.post('/webhooks/housecall/:tenant', (c) => receive(c, c.req.param('tenant')))
  return app
}

/** 415 for anything but JSON. What is signed and yet unreadable is an event too: it is kept as text. */
async function readPosted(c: Context<AppEnv>): Promise<Posted> {
  if (!/^application\/([\w.+-]+\+)?json$/i.test(c.req.header('Content-Type')?.split(';')[0]?.trim() ?? '')) {
    throw new ProblemError('unsupported_media_type')
  }
  const bytes = new Uint8Array(await c.req.arrayBuffer())
  const text = new TextDecoder().decode(bytes)
  const parsed = parseStorableJson(text)
  const isRecord = typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed)
  const body = isRecord ? (parsed as Record<string, unknown>) : { event: 'unreadable', text: text.replaceAll('\0', '') }
  return { bytes, body, companyId: typeof body.company_id === 'string' ? body.company_id : null }
}

const speaksFor = ({ companies }: WebhookAccount, { companyId }: Posted) =>
  companies === null || (companyId !== null && companies.includes(companyId))

function refusal(verdict: SignatureVerdict, accounts: WebhookAccount[], ours: string[]): ProblemError {
  if (accounts.every(({ secrets }) => secrets.length === 0) && ours.length === 0) {
    const detail = 'No webhook secret of HousecallPro is configured for this company: this webhook is off.'
    return new ProblemError('invalid_signature', { detail })
  }
  const late = { stale: 'It was signed too long ago.', early: 'It was signed in the future.' }
  const detail = verdict.isValid ? undefined : late[verdict.reason as keyof typeof late]
  return new ProblemError('invalid_signature', detail ? { detail } : {})
}

const hash = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')

function describe(app: ReturnType<typeof newRouter>) {
  const described = (path: string, summary: string, description: string, params?: z.ZodObject) =>
    app.openAPIRegistry.registerPath({
      method: 'post',
      path,
      tags: ['Webhooks'],
      summary,
      description,
      request: {
        headers: z.object({ 'Api-Timestamp': z.string(), 'Api-Signature': z.string() }),
        body: { required: true, content: { 'application/json': { schema: z.record(z.string(), z.unknown()) } } },
        ...(params && { params }),
      },
      responses: {
        200: {
          description: 'It is kept',
          content: {
            'application/json': {
              schema: z.object({ outcome: z.enum(['stored', 'duplicate', 'erased', 'unrouted']) }),
            },
          },
        },
      },
    })
  described(
    '/webhooks/housecall',
    'Something happened in HousecallPro',
    'Signed by HousecallPro; the company in the body says whose it is. Stored once and worked on by a queue, in any order.',
  )
  described(
    '/webhooks/housecall/{tenant}',
    'Something happened in the HousecallPro of a tenant',
    'As /webhooks/housecall, for the tenant with this slug or id.',
    z.object({ tenant: z.string() }),
  )
}
