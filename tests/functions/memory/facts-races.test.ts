import { beforeAll, expect } from 'bun:test'
import type { Sql } from '../../../src/db/connect.ts'
import { testDatabase } from '../../fixtures/database.ts'
import { nativeOnly } from '../../fixtures/lane.ts'
import { newCustomer } from '../../fixtures/tenant.ts'
import { type FactsShop, fact, factsShop } from './facts-shop.ts'

let admin: Sql
let shop: FactsShop
beforeAll(async () => {
  const database = await testDatabase()
  admin = database.admin
  shop = await factsShop(admin, database.worker)
})

nativeOnly.test(
  'twelve conversations of one customer saved at once leave one note of a slot, the one said last',
  async () => {
    const talks = await Promise.all(
      Array.from({ length: 12 }, (_, at) => shop.talk([at % 2 ? 'mornings, I said' : 'evenings, I said'])),
    )
    const outcomes = await Promise.all(
      talks.map(({ conversationId, messageIds: [id] }, at) =>
        shop.save(conversationId, {
          facts: [fact(id, 'preferred_time', at % 2 ? 'morning' : 'evening', 'I said')],
          readThrough: id,
        }),
      ),
    )
    expect(new Set(outcomes)).toEqual(new Set(['saved']))
    expect(await shop.held()).toEqual({ preferred_time: 'morning' })
    const [row] = await admin`
    select preferred_time_window as kept from context.customer_context
    where tenant_id = ${shop.tenantId} and customer_id = ${shop.customerId}`
    expect(row?.kept).toBe('morning')
  },
)

nativeOnly.test(
  'one answer saved eight times at once is saved once, and a merge at the same time loses no fact',
  async () => {
    const { tenantId } = shop
    for (let round = 0; round < 5; round += 1) {
      const [survivorId, mergedId] = [await newCustomer(admin, tenantId), await newCustomer(admin, tenantId)]
      const { conversationId, messageIds } = await shop.talk(['gate code is 4417'], mergedId)
      const output = {
        facts: [fact(messageIds[0], 'gate_code', '4417', 'gate code is 4417', 'property')],
        readThrough: messageIds[0],
      }
      const [outcomes] = await Promise.all([
        Promise.all(Array.from({ length: 8 }, () => shop.save(conversationId, output))),
        shop.api.mergeCustomers({ tenantId, survivorId, mergedId, reason: 'same', actor: 'key:1' }),
      ])
      expect(outcomes.filter((outcome) => outcome === 'saved')).toHaveLength(1)
      expect(outcomes.filter((outcome) => outcome === 'stale')).toHaveLength(7)
      expect(await shop.held(survivorId)).toEqual({ gate_code: '4417' })
      expect(await shop.notes(mergedId)).toEqual([])
    }
  },
)
