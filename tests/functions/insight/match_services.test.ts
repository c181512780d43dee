import { beforeAll, expect, test } from 'bun:test'
import type { Sql } from '../../../src/db/connect.ts'
import { testDatabase } from '../../fixtures/database.ts'

let admin: Sql
beforeAll(async () => {
  admin = (await testDatabase()).admin
})

/** Names as shops write them, with the maintenance that they are. */
const names: Record<string, string[]> = {
  drain_cleaning: [
    'Drain Cleaning',
    'Main sewer line clearing',
    'Drain Cleaning - Main Line',
    'Snake kitchen drain',
    'Hydro jetting',
    'Hydro-jet 4" main',
    'Unclog bathroom drains',
    'Cabled main line 75 ft',
    'Rooter service',
    'Augered floor drain',
  ],
  water_heater_flush: [
    'Water Heater Flush',
    'Water heater flush & inspection',
    'Flush WH',
    'Tankless descaling',
    'Descale Navien',
    'Flush and descale tankless unit',
    'Annual hot water tank flush',
  ],
  hvac_tune_up: [
    'Annual Tune-Up',
    'Furnace tune-up',
    'AC Tune Up',
    'Air conditioning tune-up',
    'Boiler service',
    'HVAC Maintenance',
    'Heat pump maintenance visit',
    'Seasonal service - furnace',
    'A/C maintenance',
  ],
  sump_pump_check: ['Sump pump check', 'Spring sump pump inspection', 'Sump Pump Replacement'],
}
const others = [
  'Drain valve replacement',
  'Install condensate drain',
  'Toilet flush valve replacement',
  'Replace flush lever',
  'Furnace service call',
  'Generator tune-up',
  'Water heater installation',
  'Leak repair',
  'Toilet Replacement',
  'Trip charge',
  'Install AC condenser',
  'Water main repair',
  'Camera inspection of sewer',
  'Faucet repair',
  'Replaced anode rod on 50 gal Rheem WH',
  'Cleaned up work area',
]

const rulesOf = async (name: string) =>
  (await admin`select rule from insight.match_services(array[${name}]) order by rule`).map((row) => String(row.rule))

test.each(Object.entries(names).flatMap(([rule, list]) => list.map((name) => [name, rule] as const)))(
  '%s counts as %s',
  async (name, rule) => {
    expect(await rulesOf(name)).toEqual([rule])
    expect(await rulesOf(name.toUpperCase())).toEqual([rule])
  },
)

test.each(others)('%s counts as no maintenance', async (name) => {
  expect(await rulesOf(name)).toEqual([])
})
