import { beforeAll, expect, test } from 'bun:test'
import type { Sql } from '../../../src/db/connect.ts'
import { testDatabase } from '../../fixtures/database.ts'
import { testServer } from '../../fixtures/lane.ts'
import { newTenant, type TestTenant } from '../../fixtures/tenant.ts'
import { addTextCustomers, type CustomerTexts } from './text-customers.ts'
import { hostileTexts } from './texts.ts'

let admin: Sql
let edge: Sql
let tenant: TestTenant
beforeAll(async () => {
  ;({ admin, edge } = await testDatabase())
  tenant = await newTenant(admin, { flags: { CUSTOMER_CONTEXT_INSIGHTS: true } })
})

/** Every field of a customer filled with texts from `pick`; the same fields whatever the texts are. */
function customerOf(pick: (n: number) => string): CustomerTexts {
  const list = (from: number, length: number) => Array.from({ length }, (_, n) => pick(from + n))
  return {
    firstName: pick(0).slice(0, 200),
    lastName: pick(1).slice(0, 200),
    summary: pick(2),
    issue: pick(3),
    streets: list(4, 2),
    knownIssues: list(6, 2),
    services: list(8, 4),
    makes: list(12, 3),
    insights: list(15, 2),
    notes: list(17, 4),
    messages: list(21, 6),
  }
}

/** What the prompt's own lines are: headings in full, of every other line only its kind. */
const structureOf = (prompt: string) =>
  prompt.split('\n').map((line) => {
    if (line === '' || line.startsWith('#')) return line
    if (line.startsWith('   - ')) return 'detail'
    if (line.startsWith('- ')) return 'item'
    if (/^\d\. /.test(line)) return 'property'
    if (/^(Name|Membership|Lifetime value): /.test(line)) return 'field'
    return 'text'
  })

const promptsOf = async (customers: CustomerTexts[]) => {
  const ids = await addTextCustomers(admin, tenant, customers)
  const rows = await edge<{ prompt: string }[]>`
    select api.get_context_prompt(${tenant.tenantId}, given.id, 16000) as prompt
    from unnest(${ids}::uuid[]) with ordinality as given (id, place) order by place`
  return rows.map(({ prompt }) => prompt)
}

const HOSTILE = testServer ? 200 : 60
test(`${HOSTILE} hostile customers have the headings and the lines of a harmless one`, async () => {
  const [harmless] = await promptsOf([customerOf(() => 'Ann')])
  const expected = structureOf(harmless ?? '')
  expect(expected.filter((line) => line.startsWith('## '))).toHaveLength(10)
  const hostile = Array.from({ length: HOSTILE }, (_, seed) =>
    customerOf((n) => hostileTexts[(seed * 7 + n * (1 + (seed % 5))) % hostileTexts.length] ?? 'Ann'),
  )
  for (const prompt of await promptsOf(hostile)) expect(structureOf(prompt)).toEqual(expected)
})

test('no invisible, directional or control character reaches the prompt', async () => {
  const prompts = await promptsOf(hostileTexts.map((text) => customerOf(() => text)))
  for (const prompt of prompts) expect(prompt).not.toMatch(/[\p{Cf}\u2028\u2029]|(?!\n)\p{Cc}|```|<\|/u)
})

test('what a customer wrote stands in quotation marks that it cannot close', async () => {
  const [prompt] = await promptsOf([customerOf(() => 'Ann" said. "Bob')])
  const said =
    (prompt ?? '')
      .split('## Notes')[1]
      ?.split('\n')
      .filter((line) => line.startsWith('- ')) ?? []
  expect(said).toHaveLength(10)
  for (const line of said) expect(line).toMatch(/^- [^"]+: "Ann' said\. 'Bob"$/)
})

test('a long quoted text is cut and ends with an ellipsis inside its quotation marks', async () => {
  const [prompt] = await promptsOf([{ ...customerOf(() => 'Ann'), messages: ['word '.repeat(500)] }])
  const line = (prompt ?? '').split('\n').at(-1) ?? ''
  expect(line).toMatch(/^- Jun 1, customer by web chat: "word (.*)…"$/)
  expect(line.length).toBeLessThan(360)
})
