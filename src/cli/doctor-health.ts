import { z } from 'zod'
import type { Sql } from '../db/connect.ts'
import { createApi } from '../db/generated.ts'
import { type Finding, finding } from './finding.ts'

const crmHealth = z.record(z.string(), z.record(z.string(), z.number()))
const breakers = {
  closed: 'answer',
  open: 'held back by the breaker',
  half_open: 'on trial',
  unauthorised: 'turn the key away',
}

export async function crmFinding(sql: Sql): Promise<Finding> {
  const health = z
    .object({ crm: crmHealth })
    .catch({ crm: {} })
    .parse(
      await createApi(sql)
        .getHealth()
        .catch(() => null),
    )
  const found = Object.entries(health.crm).flatMap(([provider, states]) =>
    Object.entries(states).map(([state, count]) => `${provider}: ${count} ${breakers[state as keyof typeof breakers]}`),
  )
  if (found.length === 0) return finding('crm', 'note', 'no account was asked anything yet')
  const states = Object.values(health.crm).flatMap((counts) => Object.keys(counts))
  if (states.includes('unauthorised'))
    return finding('crm', 'bad', found.join(', '), 'rapport credentials set; rapport crm status names the account.')
  return states.every((state) => state === 'closed')
    ? finding('crm', 'ok', found.join(', '))
    : finding('crm', 'note', found.join(', '), 'It is tried again by itself: rapport crm status')
}

const embeddingHealth = z.object({
  embeddings: z.object({ waiting: z.number(), givenUp: z.number(), changingModel: z.number() }),
})

export async function embeddingFinding(sql: Sql): Promise<Finding> {
  const health = embeddingHealth.safeParse(
    await createApi(sql)
      .getHealth()
      .catch(() => null),
  )
  if (!health.success) return finding('embeddings', 'note', 'not known', 'rapport migrate')
  const { waiting, givenUp, changingModel } = health.data.embeddings
  const found = [
    `${waiting} messages wait for a vector`,
    ...(givenUp > 0 ? [`${givenUp} whose text the service refuses`] : []),
    ...(changingModel > 0 ? [`${changingModel} tenants on the way to another model`] : []),
  ].join(', ')
  const mend = 'Workers make them within minutes, or the nightly batch; the flag REAL_TIME_EMBEDDINGS makes it seconds.'
  return waiting + changingModel === 0 ? finding('embeddings', 'ok', found) : finding('embeddings', 'note', found, mend)
}

const budgetHealth = z.object({ budgets: z.object({ soft: z.number(), hard: z.number() }) })

export async function budgetFinding(sql: Sql): Promise<Finding> {
  const health = budgetHealth.safeParse(
    await createApi(sql)
      .getHealth()
      .catch(() => null),
  )
  if (!health.success) return finding('budgets', 'note', 'not known', 'rapport migrate')
  const { soft, hard } = health.data.budgets
  const mend = 'rapport usage names them; rapport tenant set changes aiBudget.'
  if (soft + hard === 0) return finding('budgets', 'ok', 'nobody reached a limit for models this month')
  return finding(
    'budgets',
    'note',
    `reached this month: the soft limit by ${soft} tenants, the hard one by ${hard}`,
    mend,
  )
}
