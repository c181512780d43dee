import { beforeAll, describe, expect, test } from 'bun:test'
import fc from 'fast-check'
import type { Sql } from '../../../src/db/connect.ts'
import { testDatabase } from '../../fixtures/database.ts'
import { testServer } from '../../fixtures/lane.ts'
import { newNumber } from '../../fixtures/numbers.ts'
import { newCustomer, newTenant } from '../../fixtures/tenant.ts'
import { asApi } from './as-api.ts'

let admin: Sql
let tenantId: string
const phone = newNumber()
const people = {
  maria: { firstName: 'María', lastName: 'Smith' },
  john: { firstName: 'John', lastName: 'Smith' },
  will: { firstName: 'Will', lastName: 'Floyd' },
  nguyen: { firstName: 'Thuỳ', lastName: 'Nguyễn' },
  acme: { companyName: 'Acme Properties LLC' },
  daniel: { firstName: 'Daniel', lastName: "O'Hara" },
}
const ids: Record<string, string> = {}

beforeAll(async () => {
  admin = (await testDatabase()).admin
  tenantId = (await newTenant(admin)).tenantId
  for (const [name, person] of Object.entries(people))
    ids[name] = await newCustomer(admin, tenantId, { ...person, phone, isShared: true })
})

const match = async (text: string | null, value = phone, tenant = tenantId) => {
  const [row] = await asApi(
    admin,
    tenant,
    (sql) => sql`select identity.match_shared_customer('phone', ${value}, ${text}) as id`,
  )
  return Object.keys(ids).find((name) => ids[name] === row?.id) ?? row?.id
}

describe('who writes from a shared number', () => {
  test.each([
    ['Maria', 'maria'],
    ['maria smith', 'maria'],
    ['MARÍA SMITH', 'maria'],
    ['This is Maria', 'maria'],
    ["Hi, it's María. The heater is out again", 'maria'],
    ['hey it’s maria, can you come tomorrow?', 'maria'],
    ['My name is Maria Smith and my sink leaks', 'maria'],
    ['Maria here, the kitchen drain is slow', 'maria'],
    ['Hello, the boiler is making noises again.\nThanks,\nMaria', 'maria'],
    ['Please call me back. - Maria Smith', 'maria'],
    ['Maris Smith', 'maria'],
    ['Smith, Maria', 'maria'],
    ["I'm Jonh", 'john'],
    ['jon smith speaking', 'john'],
    ['Mr. John Smyth', 'john'],
    ['its john from the upstairs unit', 'john'],
    ['Acme Properties', 'acme'],
    ['this is acme', 'acme'],
    ['ACME properties llc, unit 4', 'acme'],
    ['thuy nguyen', 'nguyen'],
    ['Nguyen', 'nguyen'],
    ['Dan', 'daniel'],
    ["it's Dan O'Hara", 'daniel'],
    ['Will', 'will'],
    ['this is Will', 'will'],
  ])('%p is %s', async (text, expected) => {
    expect(await match(text)).toBe(expected)
  })

  test.each([
    'Smith',
    'this is Smith',
    'Mr Smith here',
    'John and Maria',
    'John or Will',
    'this is Peter',
    'Maria’s husband',
    "It's Maria's husband Tom",
    'not Maria',
    'will you come today?',
    'Will it be expensive',
    'please tell John that the door is open',
    'is Maria’s appointment still on',
    'flood in the basement',
    'There is a flood and the well is dry',
    'hi',
    '?',
    '🙏🙏',
    '',
    '   ',
    '%',
    "'; drop table identity.customers; --",
  ])('%p is nobody', async (text) => {
    expect(await match(text)).toBeNull()
  })

  test('a missing text is nobody, and so is a very long word', async () => {
    expect(await match(null)).toBeNull()
    expect(await match('a'.repeat(10_000))).toBeNull()
  })

  test('a name of another tenant, or of a customer without the number, is nobody', async () => {
    const other = await newTenant(admin)
    await newCustomer(admin, other.tenantId, { firstName: 'Zoltan', phone, isShared: true })
    await newCustomer(admin, tenantId, { firstName: 'Zoltan', phone: newNumber() })
    expect(await match('this is Zoltan')).toBeNull()
  })

  test('talk that holds no name is nobody', async () => {
    const words =
      `the a my our your water heater sink drain toilet leak leaking pipe basement kitchen broken again today tomorrow
      morning please help can could how much does cost price bill pay visit come out when time appointment schedule book yes no
      thanks thank you hello hi hot cold no pressure gas smell furnace noise filter unit upstairs what is it this i am we are need
      want quote estimate back call text me here still not working since week and or for in on at`.split(/\s+/)
    const separators = [' ', ' ', ' ', ', ', '. ', '! ', '\n', ' - ']
    const chatter = fc
      .array(fc.tuple(fc.constantFrom(...words), fc.constantFrom(...separators)), { minLength: 1, maxLength: 25 })
      .map((pairs) => pairs.flat().join(''))
    await fc.assert(
      fc.asyncProperty(chatter, async (text) => {
        expect(await match(text)).toBeNull()
      }),
      { numRuns: testServer ? 500 : 150 },
    )
  })
})
