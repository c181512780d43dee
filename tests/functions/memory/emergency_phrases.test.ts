import { beforeAll, describe, expect, test } from 'bun:test'
import type { Sql } from '../../../src/db/connect.ts'
import { testDatabase } from '../../fixtures/database.ts'
import { newTenant, type TestTenant } from '../../fixtures/tenant.ts'
import { receive } from '../outreach/inbound.ts'

const urgent = `
I have a burst pipe
pipe burst in the basement!!
a pipe in the upstairs bathroom just burst
our pipes are bursting
The pipe broke and water is everywhere
I think there is a gas leak
I smell gas in the kitchen
there's a strong gas smell
gas odor near the furnace
Smells like gas down here
it smells like rotten eggs in the house
the carbon monoxide detector is going off
CO alarm wont stop beeping
my basement is flooding
the kitchen flooded
flood in the laundry room
Water is pouring through the ceiling
water pouring out of the wall
water gushing from the toilet
There is water everywhere
the ceiling is leaking
can't shut off the water
the water won't stop
sewage is backing up into the tub
Sewer backup in the basement
raw sewage on the floor
the toilet is overflowing
HELP water coming thru the light fixture
toilet overflowing all over the bathroom floor
no heat
We have no heat and a baby in the house
I don't have heat
we've been without heat since yesterday
The heat isn't working
furnace stopped working last night
my outlet is sparking
electrical burning smell from the panel
the water heater caught fire
No! Gas leak!!
not sure if it's a gas leak
I'm not home but the neighbor says my basement is flooding
not at home, water is flooding the kitchen
I don't know, maybe a gas leak
the flooding has not stopped
the flooding hasn't stopped yet
it's still flooding
you fixed it last week but now the pipe burst again
how much is it? the basement is flooding
do you fix burst pipes?
no leak in the sink, but the basement is flooding
No hot water and I smell gas
cant stop the flooding
pipe froze and now water is spraying
need the burst pipe fixed asap
brakes failed on the highway
this is an emergency
water's rising in the basement
`

const calm = `
no gas leak
there is no gas smell
I don't smell gas
I do not smell any gas
no sign of a gas leak
it is not a gas leak
not flooding
it isn't flooding
The basement is not flooding anymore
no leaks or flooding here
the pipe did not burst
the pipe didn't burst, it just drips
there's no longer a gas smell
we never had a burst pipe
never any flooding
the gas smell is gone
the flooding has stopped
flooding stopped, thanks
The burst pipe was fixed
no burst pipes, no flooding, just a slow drain
without any flooding
last year we had a burst pipe
We had a flood two years ago
back in March the basement flooded
thanks for fixing the burst pipe so quickly
how much do you charge for a burst pipe repair
what does it cost? price for burst pipe repair
how can I prevent frozen pipes
what if a pipe bursts
Do you take flood insurance claims
I want to install a carbon monoxide detector
please quote new gas fireplace
it's not an emergency
no emergency
Can you install flood lights
we need a heat pump, no heat problems so far
the sink is slow
my faucet drips
when is my appointment
the heater works great
my gas bill is high
no rush
can you stop by tomorrow
I need new floors
the fire pit needs a gas line
`

const linesOf = (text: string) => text.trim().split('\n')

let admin: Sql
let edge: Sql
let tenant: TestTenant
beforeAll(async () => {
  const database = await testDatabase()
  admin = database.admin
  edge = database.edge
  tenant = await newTenant(admin)
})

async function misread(bodies: string[], wanted: boolean): Promise<string[]> {
  const wrong: string[] = []
  for (const body of bodies) {
    if ((await receive(edge, { to: tenant.number, body })).isUrgent !== wanted) wrong.push(body)
  }
  return wrong
}

describe('emergencies in what customers write', () => {
  test(`${linesOf(urgent).length} messages of an emergency are urgent`, async () => {
    expect(await misread(linesOf(urgent), true)).toEqual([])
  })

  test(`${linesOf(calm).length} denials, stories of the past, questions of price and ordinary messages are not`, async () => {
    expect(await misread(linesOf(calm), false)).toEqual([])
  })

  test('a tenant adds words of its own and switches defaults off, for itself only', async () => {
    const own = await newTenant(admin)
    await admin`
      insert into memory.emergency_phrases (tenant_id, phrase, is_active)
      values (${own.tenantId}, 'no hot water', true), (${own.tenantId}, 'no heat', false)`
    const urgency = async (to: string, body: string) => (await receive(edge, { to, body })).isUrgent
    expect(await urgency(own.number, 'There is no hot water')).toBe(true)
    expect(await urgency(own.number, 'We have no heat')).toBe(false)
    expect(await urgency(tenant.number, 'There is no hot water')).toBe(false)
    expect(await urgency(tenant.number, 'We have no heat')).toBe(true)
  })
})
