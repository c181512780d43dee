import { expect, test } from 'bun:test'
import { housecallPhones } from '../../src/crm/housecall/phones.ts'

test('finds the numbers of customers wherever they stand in a record, each with its E.164 form, and leaves out what is none', () => {
  const job = {
    id: 'job_1',
    invoice_number: '6175550199',
    customer: { mobile_number: '6175550101', home_number: '(617) 555-0102', work_number: '12', note: '6175550103' },
    schedule: null,
  }
  expect(
    housecallPhones([job, { customer: { mobile_number: 6_175_550_104, home_number: '', work_number: null } }]),
  ).toEqual({
    '6175550101': '+16175550101',
    '(617) 555-0102': '+16175550102',
    '6175550104': '+16175550104',
  })
  expect(housecallPhones('6175550101')).toEqual({})
})
