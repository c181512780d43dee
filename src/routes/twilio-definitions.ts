import { z } from '@hono/zod-openapi'
import type { newRouter } from '../http/validation.ts'

/** Describes a webhook of Twilio's in the OpenAPI document; `answer` says what the TwiML is. */
export function describeTwilioWebhook(
  app: ReturnType<typeof newRouter>,
  {
    path,
    summary,
    description,
    answer,
    query,
  }: { path: string; summary: string; description: string; answer: string; query?: z.ZodObject },
) {
  const form = z.record(z.string(), z.string())
  app.openAPIRegistry.registerPath({
    method: 'post',
    path,
    tags: ['Webhooks'],
    summary,
    description: `Signed by Twilio. ${description}`,
    request: {
      headers: z.object({ 'X-Twilio-Signature': z.string() }),
      body: { required: true, content: { 'application/x-www-form-urlencoded': { schema: form } } },
      ...(query && { query }),
    },
    responses: { 200: { description: answer, content: { 'text/xml': { schema: z.string() } } } },
  })
}
