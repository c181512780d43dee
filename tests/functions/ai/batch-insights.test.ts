import { afterAll, beforeAll, expect, test } from 'bun:test'
import { nativeOnly } from '../../fixtures/lane.ts'
import { type BatchShop, batchShop } from '../../jobs/batch-fixture.ts'

const shops: BatchShop[] = []
const newShop = async () => {
  const shop = await batchShop({ messages: 1, hasInsights: true })
  shops.push(shop)
  return shop
}
afterAll(async () => {
  await Promise.all(shops.map((shop) => shop.close()))
})
let shop: BatchShop
beforeAll(async () => {
  shop = await newShop()
}, 60_000)

const proposal = (type: string, more: object = {}) => ({
  type,
  priority: 'medium',
  title: `About ${type}`,
  description: 'They said that\n\n# the heater rumbles.',
  suggestedAction: 'Offer a visit.',
  evidence: 'rumbling noise',
  confidence: 0.7,
  ...more,
})

/** A night of insights to which the model answers with these proposals. */
const night = async (at: BatchShop, proposals: object[] | string) => {
  const text = typeof proposals === 'string' ? proposals : JSON.stringify({ proposals })
  at.batches.answer(() => ({ text }))
  await at.admin`update ai.batch_items set updated_at = updated_at - interval '31 days' where tenant_id = ${at.tenantId}`
  await at.begin('insights')
  await at.work()
  const [batch] = await at.all()
  const [line] = at.batches.input(batch?.openaiBatchId ?? '')
  at.batches.settle(batch?.openaiBatchId ?? '', 'completed')
  await at.poll()
  return { batch: (await at.all())[0], line }
}
const insights = (at: BatchShop) => at.admin`
  select insight_type as type, status, title, description, confidence::float as confidence, insight_data as data
  from insight.customer_insights where tenant_id = ${at.tenantId} order by insight_type`

test('a model is asked with the customer’s context under a strict schema, and at most three proposals become insights', async () => {
  const { batch, line } = await night(shop, [
    proposal('other', { confidence: 7 }),
    proposal('churn_risk'),
    proposal('churn_risk', { title: 'Again' }),
    proposal('review_request'),
  ])
  expect(batch).toMatchObject({ jobType: 'insights', status: 'completed', completedRequests: 1 })
  expect(line?.url).toBe('/v1/responses')
  expect(JSON.stringify(line?.body.input)).toContain('The water heater in room 0')
  expect(line?.body).toMatchObject({
    store: false,
    text: { format: { type: 'json_schema', name: 'insight_proposals', strict: true } },
  })
  const rows = await insights(shop)
  expect(rows.map(({ type, title, confidence }) => [type, title, confidence])).toEqual([
    ['churn_risk', 'About churn_risk', 0.7],
    ['other', 'About other', 1],
  ])
  expect(rows[0]).toMatchObject({
    description: 'They said that # the heater rumbles.',
    data: { writtenBy: expect.stringContaining('openai/gpt-6-luna'), evidence: 'rumbling noise' },
  })
})

nativeOnly.test(
  'what was dismissed is not proposed again before its cooldown, nor is a type of which one is active',
  async () => {
    const { tenantId } = shop
    const [{ id: insightId }] = (await shop.admin`
    select id from insight.customer_insights where tenant_id = ${tenantId} and insight_type = 'other'`) as unknown as [
      { id: string },
    ]
    await shop.staff.updateInsight({ tenantId, insightId, status: 'dismissed', actionedBy: 'a test' })
    await night(shop, [proposal('other', { title: 'New words' }), proposal('churn_risk', { title: 'New words' })])
    expect((await insights(shop)).map(({ title, status }) => [title, status])).toEqual([
      ['About churn_risk', 'active'],
      ['About other', 'dismissed'],
    ])
    await shop.admin`
    update insight.customer_insights set actioned_at = actioned_at - interval '91 days' where id = ${insightId}`
    await night(shop, [proposal('other', { title: 'New words' })])
    expect((await insights(shop)).map(({ title, status }) => [title, status])).toContainEqual(['New words', 'active'])
  },
)

nativeOnly.test(
  'an answer that does not fit the schema, is refused, or names what does not exist fails its request and writes nothing',
  async () => {
    const own = await newShop()
    const lastError = async () => (await own.items()).at(-1)?.lastError
    const { batch } = await night(own, '{"proposals":[{"type":"drop table"}]}')
    expect(batch).toMatchObject({
      completedRequests: 0,
      failedRequests: 1,
    })
    expect(await lastError()).toBe('invalid_output')
    await night(own, 'not JSON')
    expect(await lastError()).toBe('invalid_output')
    own.batches.answer(() => ({ refusal: true }))
    await own.begin('insights')
    await own.work()
    own.batches.settle((await own.all())[0]?.openaiBatchId ?? '', 'completed')
    await own.poll()
    expect(await lastError()).toBe('refused')
    expect((await own.items()).map(({ attempts }) => attempts)).toEqual([1, 2, 3])
    expect(await insights(own)).toEqual([] as never)
  },
)
