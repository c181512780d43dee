import { createHmac } from 'node:crypto'

/** Headers and body of a webhook as OpenAI signs it (Standard Webhooks). @param secret `whsec_` and base64 */
export function signedOpenAiEvent(secret: string, event: { id: string; type: string; data: { id: string } }, at: Date) {
  const timestamp = String(Math.floor(at.getTime() / 1000))
  const body = JSON.stringify({ object: 'event', created_at: Number(timestamp), ...event })
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64')
  const signature = createHmac('sha256', key).update(`${event.id}.${timestamp}.${body}`).digest('base64')
  const headers: Record<string, string> = {
    'content-type': 'application/json',
    'webhook-id': event.id,
    'webhook-timestamp': timestamp,
    'webhook-signature': `v1,${signature}`,
  }
  return { headers, body }
}
