import { beforeAll, expect, test } from 'bun:test'
import fc from 'fast-check'
import { encode } from 'gpt-tokenizer/encoding/o200k_base'
import type { Sql } from '../../../src/db/connect.ts'
import { testDatabase } from '../../fixtures/database.ts'
import { testServer } from '../../fixtures/lane.ts'
import { newTenant } from '../../fixtures/tenant.ts'
import { addTextCustomers, type CustomerTexts } from './text-customers.ts'
import { anyText } from './texts.ts'

let admin: Sql
let edge: Sql
beforeAll(async () => {
  ;({ admin, edge } = await testDatabase())
})

const some = (maxLength: number, most: number) => fc.array(anyText(maxLength), { maxLength: most })
const customer: fc.Arbitrary<CustomerTexts> = fc.record({
  firstName: anyText(60),
  lastName: anyText(60),
  summary: anyText(900),
  issue: anyText(300),
  streets: some(80, 3),
  knownIssues: some(150, 3),
  services: some(100, 6),
  makes: some(40, 3),
  insights: some(200, 3),
  notes: some(400, 6),
  messages: some(400, 10),
})

const CUSTOMERS = testServer ? 1000 : 100
test(`no prompt of ${CUSTOMERS} random customers exceeds its budget, from 50 to 4,000 tokens`, async () => {
  const { tenantId, locationId } = await newTenant(admin, { flags: { CUSTOMER_CONTEXT_INSIGHTS: true } })
  const customers = fc.sample(customer, { numRuns: CUSTOMERS, seed: 31_415 })
  const ids = await addTextCustomers(admin, { tenantId, locationId }, customers)
  // So many at once, among what other tests brought: their plans go by what is there, as autovacuum has it.
  if (testServer) await admin`analyze`
  const budgets = fc.sample(fc.oneof(fc.integer({ min: 50, max: 400 }), fc.integer({ min: 50, max: 4000 })), {
    numRuns: ids.length,
    seed: 27_182,
  })
  const rows = await edge<{ prompt: string }[]>`
    select api.get_context_prompt(${tenantId}, given.id, given.budget) as prompt
    from unnest(${ids}::uuid[], ${budgets}::integer[]) with ordinality as given (id, budget, place)
    order by place`
  const over = rows.flatMap(({ prompt }, index) => {
    const tokens = encode(prompt, { disallowedSpecial: new Set() }).length
    return tokens > (budgets[index] ?? 0) ? [{ index, tokens, budget: budgets[index] }] : []
  })
  expect(rows).toHaveLength(CUSTOMERS)
  expect(over).toEqual([])
  expect(rows.filter(({ prompt }) => prompt !== '').length).toBeGreaterThan(CUSTOMERS * 0.9)
}, 60_000)
