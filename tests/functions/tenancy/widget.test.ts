import { beforeAll, describe, expect, test } from 'bun:test'
import type { Sql } from '../../../src/db/connect.ts'
import { type Api, createApi } from '../../../src/db/generated.ts'
import { testDatabase } from '../../fixtures/database.ts'
import { failureOf } from '../../fixtures/failure.ts'
import { newTenant } from '../../fixtures/tenant.ts'

let admin: Sql
let api: Api
beforeAll(async () => {
  const database = await testDatabase()
  admin = database.admin
  api = createApi(database.edge)
})

describe('the public key of a widget', () => {
  test('is made once, and opens a chat of that business', async () => {
    const { tenantId } = await newTenant(admin)
    const key = await api.ensureWidget({ tenantId })
    expect(key).toMatch(/^wk_[0-9a-f]{32}$/)
    expect(await api.ensureWidget({ tenantId })).toBe(key)
    expect(await api.openChatSession({ widget: key })).toMatchObject({ outcome: 'opened', tenantId })
  })

  test('is another one for another business', async () => {
    const [one, other] = [await newTenant(admin), await newTenant(admin)]
    const keys = [
      await api.ensureWidget({ tenantId: one.tenantId }),
      await api.ensureWidget({ tenantId: other.tenantId }),
    ]
    expect(new Set(keys).size).toBe(2)
    const locationId = other.locationId
    expect(await failureOf(api.ensureWidget({ tenantId: one.tenantId, locationId }))).toMatchObject({ code: 'RP001' })
  })
})
