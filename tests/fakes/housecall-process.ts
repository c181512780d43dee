import { startHousecallDouble } from './housecall.ts'
import { fillBusiness } from './housecall-business.ts'

/**
 * HousecallPro's double by itself, with a generated business, until it is ended:
 *
 *   bun tests/fakes/housecall-process.ts [port] [customers] [jobs]
 *
 * Prints the variables to run Rapport against it, then reads lines such as `complete` or `note No leak found.`: that happens to
 * one of its records, and the webhooks go to the URL in WEBHOOK_URL.
 */
const [port = 8790, customers = 200, jobs = 1000] = process.argv.slice(2).map(Number)
const double = await startHousecallDouble({
  port,
  apiKey: 'housecall-double',
  webhookSecret: 'housecall-double-webhooks',
})
fillBusiness(double.store, { customers, jobs, until: new Date() })
const webhookUrl = process.env.WEBHOOK_URL ?? 'http://127.0.0.1:8787/webhooks/housecall'

console.log(`HOUSECALL_BASE_URL=${double.url}
HOUSECALL_API_KEY=${double.apiKey}
HOUSECALL_WEBHOOK_SECRET=${double.webhookSecret}
# ${customers} customers, ${jobs} jobs; company ${double.store.companies[0]?.id}
# lines: complete, cancel, delete, note <text>, edit <notes>; webhooks go to ${webhookUrl}`)

const { office, store } = double
const acts: Record<string, (text: string) => unknown> = {
  complete: () => office.completeJob(someJob('scheduled')),
  cancel: () => office.cancelJob(someJob('scheduled')),
  delete: () => office.deleteJob(someJob('complete unrated')),
  note: (text) => office.addNote(someJob('complete unrated'), text || 'Checked everything, no leak found.'),
  edit: (text) => office.editCustomer(someCustomer(), { notes: text || 'Gate code 4711.' }),
}

function someJob(status: string): string {
  const job = [...store.jobs.values()].find((one) => one.work_status === status && !one.deleted_at)
  if (!job) throw new Error(`no job is ${status} any more`)
  return job.id
}

function someCustomer(): string {
  const [customer] = store.customers.values()
  if (!customer) throw new Error('there are no customers')
  return customer.id
}

for await (const line of console) {
  const [word = '', ...rest] = line.trim().split(' ')
  const act = acts[word]
  if (!act) {
    console.log(`one of ${Object.keys(acts).join(', ')}`)
    continue
  }
  try {
    act(rest.join(' '))
  } catch (error) {
    console.log(String(error))
  }
  for (const { event, status } of await double.deliver({ url: webhookUrl })) {
    console.log(`${event.event} ${event.recordId}: ${status ?? 'nobody answered'}`)
  }
}
