import { createHmac } from 'node:crypto'
import { seeded } from './seeded.ts'

/** One webhook as it will be posted: the bytes are made once, so that a repetition is the same to the byte. */
export interface HousecallEvent {
  event: string
  /** of the record it is about */
  recordId: string
  occurredAt: string
  body: string
}

export interface DeliverOptions {
  /** where the webhook is served */
  url: string
  secret: string
  /** the chance behind the three below, 1 when left out */
  seed?: number
  /** in any order */
  shuffle?: boolean
  /** share of events that are posted twice, 0 to 1 */
  repeat?: number
  /** share of events that never arrive, 0 to 1 */
  lose?: number
  /** when the posts are signed; now when left out */
  now?: () => Date
}

export interface Delivery {
  event: HousecallEvent
  /** null when the receiver could not be reached */
  status: number | null
}

/** Every event of HousecallPro's list; `pro.created` of its screens arrives as `employee.created`. */
export const HOUSECALL_EVENTS = `
  customer.created customer.updated customer.deleted
  estimate.created estimate.updated estimate.scheduled estimate.on_my_way estimate.sent estimate.completed
  estimate.copy_to_job estimate.option.created estimate.option.approval_status_changed
  invoice.created invoice.sent invoice.paid invoice.voided invoice.canceled invoice.amount_updated
  invoice.payment.succeeded invoice.payment.failed invoice.refund.succeeded
  job.created job.updated job.scheduled job.started job.on_my_way job.completed job.canceled job.deleted job.paid
  job.appointment.scheduled job.appointment.rescheduled job.appointment.appointment_discarded
  job.appointment.appointment_pros_assigned job.appointment.appointment_pros_unassigned
  lead.created lead.updated lead.converted lead.deleted lead.lost
  employee.created
`
  .trim()
  .split(/\s+/)

/** What a webhook calls the record it carries. */
export const resourceKeyOf = (event: string): string =>
  event.startsWith('job.appointment.') ? 'appointment' : (event.split('.')[0] ?? event)

/** The webhook about a record as it is now. Ids of addresses are not told. */
export function eventOf(event: string, record: object, companyId: string, occurredAt: string): HousecallEvent {
  const hideAddressIds = (key: string, value: unknown) => {
    if (key === 'address' && value) return { ...value, id: null }
    if (key === 'addresses' && Array.isArray(value)) return value.map((address) => ({ ...address, id: null }))
    return value
  }
  const envelope = { event, event_occurred_at: occurredAt, company_id: companyId, [resourceKeyOf(event)]: record }
  const recordId = (record as { id: string }).id
  return { event, recordId, occurredAt, body: JSON.stringify(envelope, hideAddressIds) }
}

/** The headers HousecallPro sends with a body. */
export function signedHeaders(secret: string, body: string, at: Date): Record<string, string> {
  const timestamp = String(Math.floor(at.getTime() / 1000))
  const signature = createHmac('sha256', secret).update(`${timestamp}.${body}`).digest('hex')
  return { 'content-type': 'application/json', 'api-timestamp': timestamp, 'api-signature': signature }
}

/** Posts events one after the other, in the order given or as badly as the options say. */
export async function deliver(events: readonly HousecallEvent[], options: DeliverOptions): Promise<Delivery[]> {
  const { seed = 1, shuffle = false, repeat = 0, lose = 0, now = () => new Date() } = options
  const chance = seeded(seed)
  const arriving = events.filter(() => !chance.happens(lose))
  const posts = arriving.flatMap((event) => (chance.happens(repeat) ? [event, event] : [event]))
  const deliveries: Delivery[] = []
  for (const event of shuffle ? chance.shuffle(posts) : posts) {
    const headers = signedHeaders(options.secret, event.body, now())
    const init = { method: 'POST', headers, body: event.body, signal: AbortSignal.timeout(15_000) }
    const status = await fetch(options.url, init).then(
      async (response) => {
        await response.arrayBuffer()
        return response.status
      },
      () => null,
    )
    deliveries.push({ event, status })
  }
  return deliveries
}
