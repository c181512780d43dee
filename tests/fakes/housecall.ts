import { createOffice, type HousecallOffice } from './housecall-office.ts'
import { createRoutes } from './housecall-routes.ts'
import type { Company } from './housecall-shapes.ts'
import { createStore, type HousecallStore } from './housecall-store.ts'
import { type DeliverOptions, type Delivery, deliver, eventOf, type HousecallEvent } from './housecall-webhooks.ts'
import { refuse } from './housecall-writes.ts'
import type { DoubleAnswer, DoubleReply, DoubleRequest, HttpDouble } from './http-double.ts'
import { after, startHttpDouble } from './http-double.ts'
import { seeded } from './seeded.ts'

/** How requests go wrong; each step is used up by one request that it fits, or by `times` of them. */
export interface HousecallStep {
  /** only requests of this method, and whose path (with its query) this matches; any when left out */
  method?: string
  path?: RegExp
  times?: number
  delayMs?: number
  /** instead of the answer; nothing is done unless `afterEffect` */
  status?: number
  body?: string | object
  /** seconds, or an HTTP date */
  retryAfter?: number | string
  hang?: true
  drop?: true
  /** headers and half of the answer, then nothing */
  stall?: true
  /** an answer of status 200 that is not JSON */
  garble?: true
  /** what was asked for is done; only its answer is lost in the way above */
  afterEffect?: true
}

export interface HousecallDouble extends HttpDouble {
  apiKey: string
  webhookSecret: string
  store: HousecallStore
  office: HousecallOffice
  /** every webhook since the last delivery, oldest first */
  events: HousecallEvent[]
  /** posts the events that wait, and forgets them */
  deliver(options: Omit<DeliverOptions, 'secret' | 'now'>): Promise<Delivery[]>
  next(...steps: HousecallStep[]): void
  /** is called before each request is answered, e.g. to change what is being paged through */
  onRequest(hook: (request: DoubleRequest) => void | Promise<void>): void
  /** how many requests there were of each method and target, e.g. `GET /jobs?page=2&page_size=200` */
  counts(): Map<string, number>
}

export interface HousecallDoubleOptions {
  /** an API key (`Token`) or an OAuth access token (`Bearer`) */
  authScheme?: 'Token' | 'Bearer'
  apiKey?: string
  webhookSecret?: string
  /** the first is the key's own; X-Company-Id and `location_ids[]` choose others */
  companies?: Company[]
  now?: () => Date
  seed?: number
  port?: number
}

export const COMPANY: Company = {
  id: '6f0d9a52-3c1e-4b7a-9d58-2e4f6a8b0c1d',
  name: 'Harbor Plumbing',
  phone_number: '6175550100',
  support_email: 'office@harbor.example',
  time_zone: 'America/New_York',
}

/** HousecallPro's API, the office behind it and its webhooks. */
export async function startHousecallDouble(options: HousecallDoubleOptions = {}): Promise<HousecallDouble> {
  const { authScheme = 'Token', now = () => new Date(), companies = [COMPANY] } = options
  const chance = seeded(options.seed ?? 1)
  const apiKey = options.apiKey ?? chance.hex(40)
  const webhookSecret = options.webhookSecret ?? chance.hex(64)
  const store = createStore(now, chance, companies)
  const events: HousecallEvent[] = []
  const announce = (event: string, record: object, companyId: string) =>
    void events.push(eventOf(event, record, companyId, now().toISOString()))
  const office = createOffice(store, announce)
  const answer = createRoutes(store, office)
  const steps: HousecallStep[] = []
  let hook: (request: DoubleRequest) => void | Promise<void> = () => {}

  const serve = (request: DoubleRequest) => {
    if (request.headers.get('authorization') !== `${authScheme} ${apiKey}`) return refuse(401, 'Unauthorized')
    const asked = request.headers.get('x-company-id')
    const company = asked ? companies.find(({ id }) => id === asked) : companies[0]
    if (!company) return refuse(403, 'Forbidden')
    const locations = request.query.getAll('location_ids[]')
    return answer(request, company, locations.length > 0 ? locations : [company.id])
  }

  const handle = async (request: DoubleRequest): Promise<DoubleReply> => {
    await hook(request)
    const step = takeStep(steps, request)
    if (!step) return serve(request)
    await after(step.delayMs ?? 0)
    const real = step.afterEffect || !isFault(step) ? serve(request) : { status: 200, body: {} }
    return isFault(step) ? faultOf(step, real) : real
  }

  const double = await startHttpDouble(handle, { port: options.port })
  return {
    ...double,
    apiKey,
    webhookSecret,
    store,
    office,
    events,
    deliver: (how) => deliver(events.splice(0), { ...how, secret: webhookSecret, now }),
    next: (...more) => void steps.push(...more),
    onRequest: (callback) => {
      hook = callback
    },
    counts: () => {
      const counted = new Map<string, number>()
      for (const { method, target } of double.requests) {
        counted.set(`${method} ${target}`, (counted.get(`${method} ${target}`) ?? 0) + 1)
      }
      return counted
    },
  }
}

function takeStep(steps: HousecallStep[], { method, target }: DoubleRequest): HousecallStep | undefined {
  const index = steps.findIndex((step) => (step.method ?? method) === method && (step.path?.test(target) ?? true))
  const step = steps[index]
  if (!step) return undefined
  const left = (step.times ?? 1) - 1
  if (left > 0) steps[index] = { ...step, times: left }
  else steps.splice(index, 1)
  return step
}

const isFault = (step: HousecallStep) => Boolean(step.status || step.hang || step.drop || step.stall || step.garble)

function faultOf(step: HousecallStep, real: DoubleAnswer): DoubleReply {
  if (step.hang) return 'hang'
  if (step.drop) return 'drop'
  if (step.stall) return { stall: real }
  if (step.garble) return { status: 200, body: '<html>One moment, please.</html>' }
  const { status = 500, body = '<html>Something went wrong.</html>', retryAfter } = step
  return { status, body, ...(retryAfter !== undefined && { headers: { 'retry-after': String(retryAfter) } }) }
}
