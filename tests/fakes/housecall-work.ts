import type { LineItem } from './housecall-shapes.ts'

/** Kinds of work that a plumbing and heating business does, with what its technicians bill and write. */
export interface Work {
  jobType: string
  description: string
  items: readonly (Pick<LineItem, 'name' | 'kind' | 'unit_price'> & Partial<LineItem>)[]
  notes: readonly string[]
}

const labor = (name: string, unit_price: number, quantity = 1) => ({
  name,
  kind: 'labor' as const,
  unit_price,
  quantity,
})
const material = (name: string, unit_price: number, quantity = 1) => ({
  name,
  kind: 'materials' as const,
  unit_price,
  quantity,
  service_item_type: 'Pricebook::Material',
})

export const WORK: readonly Work[] = [
  {
    jobType: 'Water Heater',
    description: 'No hot water since this morning',
    items: [labor('Water heater replacement', 95_000), material('50 gal gas water heater, Bradford White', 87_500)],
    notes: [
      'Old unit was approx 14 yrs old and leaking at tank. Installed new BW 50 gal nat gas, flue ok.',
      'Swapped WH in basement. Expansion tank added. Told cust to flush yearly.',
    ],
  },
  {
    jobType: 'Water Heater',
    description: 'Yearly water heater flush',
    items: [labor('Water heater flush', 14_900)],
    notes: [
      'Flushed WH, lots of sediment. Rheem 40 gal approximately 10-12 years old, cust should plan replacement.',
      'Flush done, anode still ok. No leak found.',
    ],
  },
  {
    jobType: 'Drain Cleaning',
    description: 'Main line backing up into basement',
    items: [labor('Main line drain cleaning', 34_900), labor('Camera inspection', 19_900)],
    notes: [
      'Tree roots in main sewer line at about 40 ft. Cleared with cutter, recommend doing this every 12 months.',
      'Snaked main thru cleanout. Line is clay, offset joint at 25ft. Running good now.',
    ],
  },
  {
    jobType: 'Drain Cleaning',
    description: 'Kitchen sink is slow',
    items: [labor('Branch drain cleaning', 18_900)],
    notes: ['Cleared kitchen line, grease. Advised no more bacon fat down the drain.', 'Tub and sink snaked. OK.'],
  },
  {
    jobType: 'Sump Pump',
    description: 'Sump pump runs all the time',
    items: [labor('Sump pump replacement', 32_000), material('1/2 HP sump pump, Zoeller M98', 28_900)],
    notes: ['Float stuck, pump 9 yrs old. Replaced w/ Zoeller 1/2hp + new check valve. No battery backup on site.'],
  },
  {
    jobType: 'HVAC',
    description: 'Furnace tune-up',
    items: [labor('Furnace tune-up', 12_900), material('16x25x4 filter', 3_900)],
    notes: [
      'Carrier 80% furnace, installed 2009. Cleaned flame sensor, filter was very dirty.',
      'Tune up done. Blower amps high, capacitor weak, cust declined today.',
    ],
  },
  {
    jobType: 'HVAC',
    description: 'AC is not cooling',
    items: [labor('AC diagnostic', 8_900), labor('Refrigerant recharge', 26_000, 1.5)],
    notes: ['Low on R410A, added 1.5 lb. Goodman condenser about 11 years old, coil is corroded.'],
  },
  {
    jobType: 'Plumbing Repair',
    description: 'Toilet keeps running',
    items: [labor('Toilet repair', 15_500), material('Fill valve and flapper kit', 2_850)],
    notes: [
      'Replaced flapper + fill valve in upstairs hall bath. Shutoff is stiff, works.',
      'Toilet ok after rebuild.',
    ],
  },
  {
    jobType: 'Plumbing Repair',
    description: 'Leak under the bathroom sink',
    items: [labor('Leak repair', 17_500), material('P-trap', 1_800), labor('Family Discount', -1_930)],
    notes: ['P-trap was cracked, replaced. Checked other fixtures, no leak found.', ''],
  },
]
