import type { Env } from '../env.ts'
import type { Logger } from '../logger.ts'
import type { QueueClient } from '../queue/boss.ts'
import { drain } from '../queue/drain.ts'
import type { Runtime } from '../runtime.ts'
import { signedSms } from './signed-sms.ts'

export interface Scene {
  title: string
  from: string
  to: string
  body: string
}

export interface SceneReport extends Scene {
  status: number
  recognised: string
  prompt: string | null
  sent: { purpose: string; to: string; state: string; body: string }[]
  rows: string
}

const SHOP = '+16175550100'

export const scenes: readonly Scene[] = [
  {
    title: 'A customer asks about the last visit',
    from: '+16175550123',
    to: SHOP,
    body: 'Hi, when were you last here and what did you do?',
  },
  {
    title: 'A stranger asks for a price',
    from: '+15085550188',
    to: SHOP,
    body: 'Hello, how much is a drain cleaning?',
  },
  { title: 'An emergency', from: '+16175550123', to: SHOP, body: 'Burst pipe in the basement, water is everywhere!' },
  { title: 'The customer has had enough', from: '+16175550123', to: SHOP, body: 'STOP' },
  { title: 'Not a word after a STOP', from: '+16175550123', to: SHOP, body: 'What are your hours?' },
]

interface Stage {
  env: Env
  logger: Logger
  runtime: Runtime
  queue: QueueClient
  app: ReturnType<Runtime['createApp']>['app']
  tenantId: string
  authToken: string
}

const WORK_MS = 60_000

/** Sends one signed text message through the application's own route, works on what it caused, and tells what came of it. */
export async function playScene(scene: Scene, stage: Stage): Promise<SceneReport> {
  const { runtime, tenantId } = stage
  const { api } = runtime
  const before = new Set((await api.listDeliveries({ tenantId, limit: 1000 })).map((row) => row.deliveryId))
  const known = await lookUp(stage, scene.from)
  const signed = signedSms({ publicUrl: stage.env.PUBLIC_URL, authToken: stage.authToken, ...scene })
  const answer = await stage.app.request('/webhooks/twilio/sms', {
    method: 'POST',
    headers: { 'Content-Type': 'application/x-www-form-urlencoded', 'X-Twilio-Signature': signed.signature },
    body: new URLSearchParams(signed.params).toString(),
  })
  await api.wakeInbox()
  const work = await drain(stage.queue, runtime.jobs, { api, logger: stage.logger, maxJobs: 100, deadlineMs: WORK_MS })

  const { context } = await lookUp(stage, scene.from)
  const deliveries = (await api.listDeliveries({ tenantId, limit: 1000 })).filter((row) => !before.has(row.deliveryId))
  return {
    ...scene,
    status: answer.status,
    recognised: context ? `${context.name ?? 'nobody known yet'}, ${context.totalJobs} jobs` : 'nobody',
    prompt: known.prompt,
    sent: deliveries.toReversed().map((row) => ({
      purpose: row.purpose ?? '',
      to: row.toAddress ?? '',
      state: row.label ?? '',
      body: row.body ?? '',
    })),
    rows: `1 webhook event and message, ${deliveries.length} in the outbox, ${work.ok} jobs done, ${work.failed + work.dead} failed`,
  }
}

/** A customer by telephone as the story's model would be told of them; nulls for a stranger. */
async function lookUp({ runtime: { api }, tenantId }: Stage, phone: string) {
  const context = await api.getCustomerContext({ tenantId, type: 'phone', value: phone })
  return { context, prompt: context ? await api.getContextPrompt({ tenantId, customerId: context.customerId }) : null }
}
