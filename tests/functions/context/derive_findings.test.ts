import { beforeAll, describe, expect, test } from 'bun:test'
import fc from 'fast-check'
import type { Sql } from '../../../src/db/connect.ts'
import { type Api, createApi } from '../../../src/db/generated.ts'
import { testDatabase } from '../../fixtures/database.ts'
import { nativeOnly } from '../../fixtures/lane.ts'
import { newTenant } from '../../fixtures/tenant.ts'
import { addVisit, derive, issuesOf, newProperty, stateOf, unitsOf, type Visit } from './shop-history.ts'

let admin: Sql
let api: Api
let tenantId: string
beforeAll(async () => {
  const database = await testDatabase()
  admin = database.admin
  api = createApi(database.edge)
  tenantId = (await newTenant(admin)).tenantId
}, 60_000)

const read = async (visits: Visit[], addresses = 1) => {
  const property = await newProperty(admin, tenantId, visits, addresses)
  await derive(admin, tenantId, property.jobIds)
  return property
}

describe('equipment out of jobs', () => {
  test('is what was put in, with the day, and what was seen, with its year; each finding has its quote and job', async () => {
    const { customerId, jobIds } = await read([
      {
        on: '2024-03-05',
        note: 'Installed 50 gal Rheem gas water heater, 6 year warranty. Furnace is a Lennox, mfg 2009.',
      },
    ])
    expect(await unitsOf(admin, customerId)).toEqual([
      'furnace Lennox from 2009-01-01 year by job at 1 Elm St',
      'water_heater gas Rheem from 2024-03-05 day by job at 1 Elm St',
    ])
    const [heater] = await admin`
      select e.attributes, e.warranty_end_date::text as warranty, f.quote, f.job_id, f.source
      from context.equipment as e join context.findings as f on f.equipment_id = e.id
      where e.customer_id = ${customerId} and e.kind = 'water_heater'`
    expect(heater).toEqual({
      attributes: { capacity: 50, capacityUnit: 'gallon' },
      warranty: '2030-03-05',
      quote: '50 gal Rheem gas water heater',
      job_id: jobIds[0],
      source: 'note',
    })
  })

  test('told by line item and note of one visit is one unit', async () => {
    const { customerId } = await read([
      {
        on: '2024-03-05',
        description: 'Water heater replacement',
        items: ['50 Gal Gas Water Heater - Bradford White RG250T6N', 'Expansion tank', 'Permit'],
        note: 'R&R WH. Old one was a 2006 Kenmore 40 gal. New Bradford White 50 gal.',
      },
    ])
    expect(await unitsOf(admin, customerId)).toEqual([
      'water_heater gas Bradford White from 2024-03-05 day by job at 1 Elm St',
    ])
  })

  test('a replacement retires the old unit', async () => {
    const { customerId } = await read([
      { on: '2022-01-10', note: 'Flushed 40 gal Kenmore WH, 14 yrs old.' },
      { on: '2024-03-05', note: 'Replaced water heater with 50 gal Rheem.' },
    ])
    expect(await unitsOf(admin, customerId)).toEqual([
      'water_heater Kenmore from 2008-01-01 estimate until 2024-03-05 by job at 1 Elm St',
      'water_heater Rheem from 2024-03-05 day by job at 1 Elm St',
    ])
  })

  test('what a later visit says supersedes: a year beats an estimate, a new estimate an older one, another make another unit', async () => {
    const sharper = await read([
      { on: '2022-01-10', note: 'Rheem WH, 10 yrs old' },
      { on: '2023-01-10', note: 'Rheem WH mfg 2011, 50 gal gas' },
      { on: '2024-01-10', note: 'Rheem WH about 9 yrs old' },
    ])
    expect(await unitsOf(admin, sharper.customerId)).toEqual([
      'water_heater gas Rheem from 2011-01-01 year by job at 1 Elm St',
    ])
    const other = await read([
      { on: '2022-01-10', note: 'Rheem WH, 10 yrs old' },
      { on: '2024-01-10', note: 'Serviced Bradford White water heater, installed 2023' },
    ])
    expect(await unitsOf(admin, other.customerId)).toEqual([
      'water_heater Bradford White from 2023-01-01 year by job at 1 Elm St',
      'water_heater Rheem from 2012-01-01 estimate until 2024-01-10 by job at 1 Elm St',
    ])
  })

  test('two units of a kind stand side by side', async () => {
    const visit = { note: 'Upstairs Trane 3 ton AC 2015, downstairs Goodman 2.5 ton AC 2019. Both clean.' }
    const { customerId } = await read([
      { on: '2022-05-10', ...visit },
      { on: '2023-05-10', ...visit },
    ])
    expect(await unitsOf(admin, customerId)).toEqual([
      'air_conditioner Goodman from 2019-01-01 year by job at 1 Elm St',
      'air_conditioner Trane from 2015-01-01 year by job at 1 Elm St',
    ])
  })

  test('stands at the address of its job; a job without one is about the only address there is', async () => {
    const two = await read(
      [
        { on: '2022-05-10', note: 'Installed Navien tankless', address: 0 },
        { on: '2022-05-11', note: 'Installed Rinnai tankless', address: 1 },
        { on: '2022-05-12', note: 'Installed Generac generator', address: null },
      ],
      2,
    )
    expect(await unitsOf(admin, two.customerId)).toEqual([
      'generator Generac from 2022-05-12 day by job',
      'water_heater tankless Navien from 2022-05-10 day by job at 1 Elm St',
      'water_heater tankless Rinnai from 2022-05-11 day by job at 2 Elm St',
    ])
    const one = await read([
      { on: '2022-05-10', note: 'Installed Navien tankless' },
      { on: '2023-05-10', note: 'Descaled Navien tankless', address: null },
    ])
    expect(await unitsOf(admin, one.customerId)).toHaveLength(1)
  })

  test('what somebody wrote down outranks what a note says; only what they left open is filled', async () => {
    const property = await newProperty(admin, tenantId, [
      { on: '2024-01-10', note: 'Flushed 40 gal Kenmore gas WH, 9 yrs old.' },
      { on: '2024-02-10', note: 'Rheem WH, 50 gal electric, 3 yrs old.' },
    ])
    const { customerId, addressIds, jobIds } = property
    await admin`
      insert into context.equipment (tenant_id, customer_id, address_id, kind, make, installed_on, installed_on_precision, source)
      values (${tenantId}, ${customerId}, ${addressIds[0] ?? null}, 'water_heater', 'Rheem', '2015-06-01', 'day', 'import')`
    await derive(admin, tenantId, jobIds)
    expect(await unitsOf(admin, customerId)).toEqual([
      'water_heater electric Rheem from 2015-06-01 day by import at 1 Elm St',
    ])
    // And when the note is gone so is what it filled.
    await admin`update context.customer_job_history set work_status = 'canceled' where id = any(${jobIds})`
    await derive(admin, tenantId, jobIds)
    expect(await unitsOf(admin, customerId)).toEqual(['water_heater Rheem from 2015-06-01 day by import at 1 Elm St'])
  })

  test("a person's edit stays, whatever jobs say before and after", async () => {
    const property = await read([{ on: '2022-01-10', note: 'Rheem WH, 10 yrs old, 40 gal gas' }])
    await admin`
      update context.equipment set installed_on = '2015-01-01', installed_on_precision = 'day' where customer_id = ${property.customerId}`
    const later = await addVisit(admin, property, { on: '2023-01-10', note: 'Rheem electric WH mfg 2011.' })
    await derive(admin, tenantId, [...property.jobIds, later])
    expect(await unitsOf(admin, property.customerId)).toEqual([
      'water_heater electric Rheem from 2015-01-01 day by staff at 1 Elm St',
    ])
    await admin`update context.customer_job_history set work_status = 'canceled' where customer_id = ${property.customerId}`
    await derive(admin, tenantId, [...property.jobIds, later])
    expect(await unitsOf(admin, property.customerId)).toEqual(['water_heater from 2015-01-01 day by staff at 1 Elm St'])
  })

  test('goes when its job is canceled, and what it replaced stands again', async () => {
    const property = await read([
      { on: '2022-01-10', note: 'Kenmore WH, 14 yrs old. Expansion tank waterlogged.' },
      { on: '2024-03-05', note: 'Replaced water heater with 50 gal Rheem. Installed expansion tank.' },
    ])
    expect(await issuesOf(admin, property.customerId)).toEqual([])
    await admin`update context.customer_job_history set work_status = 'canceled' where id = ${property.jobIds[1] ?? null}`
    await derive(admin, tenantId, property.jobIds)
    expect(await unitsOf(admin, property.customerId)).toEqual([
      'water_heater Kenmore from 2008-01-01 estimate by job at 1 Elm St',
    ])
    expect(await issuesOf(admin, property.customerId)).toEqual(['Failed expansion tank: Expansion tank (Jan 2022)'])
  })
})

describe('known issues out of jobs', () => {
  test('tell where and when, and end with the visit that ends them', async () => {
    const visits: Visit[] = [
      { on: '2023-03-03', note: 'Found tree roots in main sewer line. Recommend jetting.' },
      { on: '2023-06-03', note: 'Main shut off valve is seized. Angle stop at lav dripping, customer declined.' },
    ]
    const property = await read(visits)
    expect(await issuesOf(admin, property.customerId)).toEqual([
      'Failed shut-off: Main shut off valve (Jun 2023)',
      'Leak: Angle stop (Jun 2023)',
      'Tree roots: main sewer line (Mar 2023)',
    ])
    const repair = await addVisit(admin, property, {
      on: '2024-03-03',
      note: 'Replaced sewer line with PVC. Replaced main shutoff.',
    })
    await derive(admin, tenantId, [repair])
    expect(await issuesOf(admin, property.customerId)).toEqual(['Leak: Angle stop (Jun 2023)'])
  })

  test('leave alone what somebody else wrote, and do not bring back what somebody struck off', async () => {
    const property = await newProperty(admin, tenantId, [
      { on: '2023-03-03', note: 'Roots in main sewer line. Clay pipe.' },
    ])
    await admin`update context.customer_addresses set known_issues = '{"Dog in yard"}' where id = ${property.addressIds[0] ?? null}`
    await derive(admin, tenantId, property.jobIds)
    expect(await issuesOf(admin, property.customerId)).toEqual([
      'Dog in yard',
      'Clay sewer pipe (Mar 2023)',
      'Tree roots: main sewer line (Mar 2023)',
    ])
    await admin`
      update context.customer_addresses set known_issues = array_remove(known_issues, 'Tree roots: main sewer line (Mar 2023)')
      where id = ${property.addressIds[0] ?? null}`
    const later = await addVisit(admin, property, { on: '2023-04-03', note: 'Rheem water heater' })
    await derive(admin, tenantId, [...property.jobIds, later])
    expect(await issuesOf(admin, property.customerId)).toEqual(['Dog in yard', 'Clay sewer pipe (Mar 2023)'])
  })
})

describe('whenever jobs are read', () => {
  const story: Visit[] = [
    {
      on: '2019-02-01',
      description: 'Annual water heater flush',
      note: 'Flushed 40 gal Kenmore, approx 11 yrs old. Galvanized lines.',
    },
    { on: '2020-02-01', note: 'Found roots in main line, cabled. Bryant furnace 2008.' },
    { on: '2021-02-01', items: ['Install 50 Gal Gas Water Heater - Rheem', 'Labor'], note: 'Pulled old WH' },
    { on: '2021-06-01', note: 'Furnace heat exchanger cracked. Quoted new Trane.' },
    { on: '2021-07-01', note: 'Replaced furnace w/ Trane 80k gas. Installed Nest thermostat.' },
    { on: '2022-02-01', note: 'Rheem WH 50 gal fine. Replaced sewer line with PVC. Sump pump is a Zoeller, 2018.' },
    { on: '2023-02-01', note: 'Sump pump replaced with Liberty 1/3 hp. Removed water softener.' },
    { on: '2023-03-01', note: 'Main shutoff seized. Trane furnace serviced.' },
  ]

  nativeOnly.test('their order makes no difference, nor in how many calls', async () => {
    const expected = await read(story)
    const [units, issues] = [await unitsOf(admin, expected.customerId), await issuesOf(admin, expected.customerId)]
    expect(units.length).toBeGreaterThan(5)
    await fc.assert(
      fc.asyncProperty(
        fc.shuffledSubarray(story, { minLength: story.length }),
        fc.integer({ min: 1, max: story.length }),
        async (visits, size) => {
          const property = await newProperty(admin, tenantId, visits)
          for (let at = 0; at < visits.length; at += size)
            await derive(admin, tenantId, property.jobIds.slice(at, at + size))
          expect(await unitsOf(admin, property.customerId)).toEqual(units)
          expect(await issuesOf(admin, property.customerId)).toEqual(issues)
        },
      ),
      { numRuns: 12 },
    )
  })

  test('once more, nothing changes: no row, no version', async () => {
    const property = await read(story)
    const before = await stateOf(admin, property.customerId)
    expect(await derive(admin, tenantId, property.jobIds)).toBe(0)
    await admin.begin(async (sql) => {
      await sql`set local role rapport_api`
      await sql`select tenancy.set_tenant(${tenantId})`
      await sql`select context.derive_equipment(array[${property.customerId}::uuid])`
      await sql`select context.derive_issues(array[${property.customerId}::uuid])`
    })
    expect(await stateOf(admin, property.customerId)).toBe(before)
  })

  test("a changed note changes its findings and keeps the unit's row", async () => {
    const property = await read([{ on: '2022-01-10', note: 'Rheem WH, 10 yrs old' }])
    const [before] = await admin`select id from context.equipment where customer_id = ${property.customerId}`
    await admin`update context.customer_job_history set notes = 'Rheem WH, mfg 2013, 50 gal' where customer_id = ${property.customerId}`
    expect(await derive(admin, tenantId, property.jobIds)).toBe(1)
    const [after] =
      await admin`select id, installed_on::text as installed from context.equipment where customer_id = ${property.customerId}`
    expect(after).toEqual({ id: before?.id, installed: '2013-01-01' })
  })

  test("another tenant's jobs are not read", async () => {
    const property = await newProperty(admin, tenantId, [{ on: '2022-01-10', note: 'Rheem WH, 10 yrs old' }])
    const other = await newTenant(admin)
    expect(await derive(admin, other.tenantId, property.jobIds)).toBe(0)
    expect(await unitsOf(admin, property.customerId)).toEqual([])
  })
})

describe('what was derived', () => {
  test("is in the customer's context and prompt, with its source", async () => {
    const { customerId } = await read([
      { on: '2023-03-03', note: 'Rheem water heater, 50 gal gas, mfg 2011. Tree roots in main sewer line.' },
    ])
    const context = await api.getCustomerContext({ tenantId, type: 'customer_id', value: customerId })
    expect(context?.equipment).toMatchObject([{ kind: 'water_heater', make: 'Rheem', source: 'job', confidence: 0.85 }])
    expect(context?.properties).toMatchObject([{ knownIssues: ['Tree roots: main sewer line (Mar 2023)'] }])
    const prompt = await api.getContextPrompt({ tenantId, customerId, budget: 2000 })
    expect(JSON.stringify(prompt)).toContain('Tree roots: main sewer line (Mar 2023)')
    expect(JSON.stringify(prompt)).toContain('Rheem')
  })

  test('moves with a merge and back, and goes with an erasure', async () => {
    const [survivor, merged] = [
      await read([{ on: '2022-01-10', note: 'Rheem WH, 10 yrs old' }]),
      await read([{ on: '2022-01-11', note: 'Goodman furnace 2015. Roots in sewer line.' }]),
    ]
    const before = await unitsOf(admin, merged.customerId)
    const merge = await api.mergeCustomers({
      tenantId,
      survivorId: survivor.customerId,
      mergedId: merged.customerId,
      reason: 'one person',
      actor: 'key',
    })
    expect(await unitsOf(admin, survivor.customerId)).toHaveLength(2)
    expect(await derive(admin, tenantId, [...survivor.jobIds, ...merged.jobIds])).toBe(0)
    await api.undoMerge({ tenantId, mergeId: (merge as { mergeId: string }).mergeId, actor: 'key' })
    expect(await unitsOf(admin, merged.customerId)).toEqual(before)
    await api.eraseCustomer({ tenantId, customerId: merged.customerId, actor: 'key' })
    const [left] =
      await admin`select count(*)::int as findings from context.findings where job_id = any(${merged.jobIds})`
    expect(left?.findings).toBe(0)
  })
})
