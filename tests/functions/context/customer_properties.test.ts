import { expect, test } from 'bun:test'
import { testDatabase } from '../../fixtures/database.ts'
import { newCustomer, newTenant } from '../../fixtures/tenant.ts'

test('a property shows its newest water heater that still stands there, with its age', async () => {
  const { admin } = await testDatabase()
  const { tenantId: tenant_id } = await newTenant(admin)
  const owned = { tenant_id, customer_id: await newCustomer(admin, tenant_id) }
  const [address] =
    await admin`insert into context.customer_addresses ${admin({ ...owned, street: '1 Elm St' })} returning id`
  const heater = {
    ...owned,
    address_id: address?.id,
    kind: 'water_heater',
    installed_on_precision: 'day',
    removed_on: null,
  }
  await admin`
    insert into context.equipment ${admin([
      { ...heater, make: 'Old', type: 'tank', installed_on: '2005-01-01' },
      { ...heater, make: 'Present', type: 'hybrid', installed_on: '2015-01-01' },
      { ...heater, make: 'Gone', type: 'tank', installed_on: '2018-01-01', removed_on: '2020-01-01' },
    ])}`
  const rows = await admin`
    select water_heater_brand, water_heater_type, water_heater_age from context.customer_properties where id = ${address?.id}`
  expect(rows).toHaveLength(1)
  expect(rows[0]).toMatchObject({ water_heater_brand: 'Present', water_heater_type: 'hybrid' })
  expect(rows[0]?.water_heater_age).toBeGreaterThanOrEqual(11)
})
