import type { HousecallDouble } from '../fakes/housecall.ts'
import { seeded } from '../fakes/seeded.ts'

/**
 * Lets people work in HousecallPro: customers and jobs come, change, are done and deleted, one act every few seconds of the
 * double's clock, now and then two in the same second.
 * @param tick moves that clock on by so many seconds
 */
export function workInOffice(
  { office, store }: HousecallDouble,
  acts: number,
  seed: number,
  tick: (seconds: number) => void,
): void {
  const chance = seeded(seed)
  const someJob = () => chance.pick([...store.jobs.values()].filter((job) => !job.deleted_at))
  const someCustomer = () => chance.pick([...store.customers.values()])
  const newCustomer = (n: number) =>
    office.addCustomer({
      first_name: chance.pick(['Ada', 'Ben', 'Cleo', 'Dan', 'Eve']),
      last_name: `Walker${n}`,
      mobile_number: `617${String(2_100_000 + n)}`,
      email: chance.happens(0.5) ? `walker${n}@example.com` : null,
    })
  const kinds: ((n: number) => void)[] = [
    (n) => void newCustomer(n),
    (n) => {
      const customer = chance.happens(0.5) ? newCustomer(n) : someCustomer()
      const address = office.addAddress(customer.id, {
        street: `${n} Elm Ave`,
        city: 'Quincy',
        state: 'MA',
        zip: '02169',
      })
      const items = [{ name: 'Service call', unit_price: 8900, amount: 8900, kind: 'labor' as const }]
      office.addJob({ customer_id: customer.id, address_id: address.id, description: 'Clogged drain' }, items)
    },
    (n) =>
      void office.editCustomer(someCustomer().id, { tags: chance.happens(0.5) ? ['VIP'] : [], notes: `note ${n}` }),
    (n) => void office.editCustomer(someCustomer().id, { last_name: `Renamed${n}` }),
    (n) => void office.editJob(someJob().id, { description: `Leak under sink ${n}` }),
    (n) => void office.addNote(someJob().id, `Replaced cartridge ${n}`),
    () => void office.scheduleJob(someJob().id, new Date(Date.now() + chance.below(20) * 86_400_000)),
    () => void office.startJob(someJob().id),
    () => void office.completeJob(someJob().id),
    () => void office.completeJob(someJob().id),
    () => void office.cancelJob(someJob().id, chance.pick(['user', 'pro'])),
    () => chance.happens(0.3) && office.deleteJob(someJob().id),
    (n) => chance.happens(0.3) && office.addEmployee({ first_name: 'Pat', last_name: `Crew${n}` }),
  ]
  for (let n = 0; n < acts; n += 1) {
    chance.pick(kinds)(n)
    if (!chance.happens(0.2)) tick(1 + chance.below(8))
  }
}
