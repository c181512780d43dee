import { afterAll, beforeAll, expect, test } from 'bun:test'
import { countTokens } from 'gpt-tokenizer/encoding/o200k_base'
import { resetClock, setClock } from '../../fixtures/clock.ts'
import { type TestDatabase, testDatabase } from '../../fixtures/database.ts'
import { failureOf } from '../../fixtures/failure.ts'
import { newTenant, type TestTenant } from '../../fixtures/tenant.ts'
import { addJohnSmith, EXAMPLE, NOW } from './john-smith.ts'

let database: TestDatabase
let tenant: TestTenant
let customerId: string

beforeAll(async () => {
  database = await testDatabase()
  await setClock(database.admin, NOW)
  tenant = await newTenant(database.admin, { flags: { CUSTOMER_CONTEXT_INSIGHTS: true } })
  customerId = (await addJohnSmith(database.admin, tenant.tenantId)).customerId
})
afterAll(() => resetClock(database.admin))

const promptOf = async (budget: number | null) => {
  const [row] = await database.edge<{ prompt: string }[]>`
    select api.get_context_prompt(${tenant.tenantId}, ${customerId}, ${budget}) as prompt`
  return row?.prompt ?? ''
}

test('the prompt of the example customer is the example of the requirements, to the byte', async () => {
  expect(await promptOf(null)).toBe(EXAMPLE)
})

test('the bound of the example is at most 1.6 times its tokens', async () => {
  const [row] = await database.admin<{ bound: number }[]>`select context.count_tokens_at_most(${EXAMPLE}) as bound`
  expect(row?.bound).toBeGreaterThanOrEqual(countTokens(EXAMPLE))
  expect(row?.bound).toBeLessThanOrEqual(countTokens(EXAMPLE) * 1.6)
})

test('a short budget leaves out whole lines, the least useful first, and no property line without its property', async () => {
  const whole = EXAMPLE.split('\n')
  for (const budget of [50, 80, 110, 140, 180, 220]) {
    const lines = (await promptOf(budget)).split('\n')
    for (const line of lines) expect(whole).toContain(line)
    expect(lines[1]).toBe('Name: John Smith')
    if (lines.some((line) => line.startsWith('   - '))) expect(lines).toContain('1. 123 Main St, Quincy, MA 02169')
    expect(countTokens(lines.join('\n'))).toBeLessThanOrEqual(budget)
  }
  expect(await promptOf(50)).not.toContain('Email')
  expect(await promptOf(140)).toContain('RECOMMEND REPLACEMENT')
})

test('a budget out of range is refused', async () => {
  for (const budget of [49, 16001]) expect(await failureOf(promptOf(budget))).toMatchObject({ code: 'RP003' })
})

test('there is no prompt for a customer of another tenant', async () => {
  const other = await newTenant(database.admin)
  const [row] = await database.edge`select api.get_context_prompt(${other.tenantId}, ${customerId}, 500) as prompt`
  expect(row?.prompt).toBeNull()
})
