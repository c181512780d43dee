import { z } from '@hono/zod-openapi'
import type { Api } from '../db/generated.ts'
import { ProblemError } from '../http/problem.ts'
import { checkStandardWebhook } from '../http/standard-webhooks.ts'
import type { RouteDeps } from '../http/types.ts'
import { newRouter } from '../http/validation.ts'

export type OpenAiApi = Pick<Api, 'resolveBatchEvent'>
export type OpenAiRouteDeps = Pick<RouteDeps<OpenAiApi>, 'api' | 'env' | 'logger'> & { clock?: () => Date }

const eventSchema = z.object({ type: z.string().max(100), data: z.object({ id: z.string().min(1).max(200) }) })
const answerSchema = z.object({ outcome: z.enum(['woken', 'duplicate', 'unknown', 'ignored']) })

/** `POST /webhooks/openai`: a batch is over. It only has the batch looked at; what is so is asked of OpenAI. */
export const openaiRoutes = ({ api, env, logger, clock = () => new Date() }: OpenAiRouteDeps) => {
  const app = newRouter()
  app.openAPIRegistry.registerPath({
    method: 'post',
    path: '/webhooks/openai',
    tags: ['Webhooks'],
    summary: 'A batch at OpenAI is over',
    description:
      'Signed by OpenAI (Standard Webhooks), not longer ago than five minutes. The batch is looked at by a queue.',
    request: {
      headers: z.object({ 'webhook-id': z.string(), 'webhook-timestamp': z.string(), 'webhook-signature': z.string() }),
      body: { required: true, content: { 'application/json': { schema: eventSchema } } },
    },
    responses: { 200: { description: 'It is taken up', content: { 'application/json': { schema: answerSchema } } } },
  })

  app.post('/webhooks/openai', async (c) => {
    const secret = env.OPENAI_WEBHOOK_SECRET
    if (!secret) {
      throw new ProblemError('invalid_signature', { detail: 'OPENAI_WEBHOOK_SECRET is not set: this webhook is off.' })
    }
    const rawBody = new Uint8Array(await c.req.arrayBuffer())
    const id = c.req.header('webhook-id')
    const flaw = checkStandardWebhook({
      id,
      timestamp: c.req.header('webhook-timestamp'),
      signature: c.req.header('webhook-signature'),
      rawBody,
      secret,
      now: clock(),
    })
    if (flaw || !id) {
      throw new ProblemError(
        'invalid_signature',
        flaw === 'stale' ? { detail: 'It was not signed within five minutes.' } : {},
      )
    }
    const event = eventSchema.safeParse(parseJson(rawBody))
    // OpenAI has webhooks of other kinds, too.
    if (!event.success || !event.data.type.startsWith('batch.')) return c.json({ outcome: 'ignored' as const })
    const outcome = await api.resolveBatchEvent({ openaiBatchId: event.data.data.id, eventId: id })
    logger.info('openai_event', { requestId: c.get('requestId'), type: event.data.type, outcome })
    return c.json({ outcome })
  })
  return app
}

function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes))
  } catch {
    return undefined
  }
}
