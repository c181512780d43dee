import type { ApiResult } from '../db/generated.ts'
import type { CallOptions, HousecallClient } from './housecall/client.ts'
import type { HousecallCustomer } from './housecall/customers.ts'
import { HousecallError } from './housecall/errors.ts'
import { itemsOf } from './housecall/pages.ts'

type Step = NonNullable<ApiResult<'claimCrmPush'>>

/** A call that Postgres asks for. */
export type PushCall = Exclude<Step, { call: null }>

/** What `api.advance_crm_push` takes. */
export type PushOutcome = { kind: string } & Record<string, unknown>

/**
 * Two readings and a write, with their waits for the account's budget, take less than the lease of a step (3 minutes). What
 * writes is made once: a repetition after a lost answer would not have read what people wrote meanwhile, so Postgres reads
 * again first.
 */
const READ = { attempts: 2 }
const WRITE = { attempts: 1 }

/** How many of a customer's newest jobs are looked through for one that was made and whose answer was lost. */
const NEWEST_JOBS = 50

/**
 * Makes the call that a push asks for. Every answer and every failure of HousecallPro is an outcome that Postgres decides
 * about; a failure carries its code and the names of fields, never a value. Of several accounts of a tenant the one that knows
 * the record answers; the push goes on with that one.
 * @throws whatever is not a HousecallError
 */
export async function makePushCall(
  accounts: readonly [HousecallClient, ...HousecallClient[]],
  call: PushCall,
  signal: AbortSignal,
): Promise<{ outcome: PushOutcome; account: HousecallClient }> {
  const [account, ...others] = accounts
  const outcome = await outcomeOf(account, call, signal)
  const [next, ...rest] = others
  const isUnknown = outcome.kind === 'failed' && (outcome.code === 'not_found' || outcome.code === 'gone')
  return next && isUnknown ? makePushCall([next, ...rest], call, signal) : { outcome, account }
}

async function outcomeOf(housecall: HousecallClient, call: PushCall, signal: AbortSignal): Promise<PushOutcome> {
  try {
    return await perform(housecall, call, signal)
  } catch (error) {
    if (!(error instanceof HousecallError)) throw error
    const { code, fields, retryAfterSeconds, wasSent } = error
    return { kind: 'failed', code, fields: Object.keys(fields), retryAfterSeconds, wasSent }
  }
}

async function perform({ customers, jobs }: HousecallClient, call: PushCall, signal: AbortSignal) {
  const read: CallOptions = { ...READ, signal }
  const write: CallOptions = { ...WRITE, signal }
  switch (call.call) {
    case 'get_customer':
      return { kind: 'customer', ...contentOf(await customers.get(call.customerId, read)) }
    case 'replace_customer': {
      // HousecallPro takes no condition, so what is read right before stands in for one.
      const current = contentOf(await customers.get(call.customerId, read))
      if (!isSame(current, call.expected)) return { kind: 'changed', ...current }
      return { kind: 'written', ...contentOf(await customers.update(call.customerId, call.body, write)) }
    }
    case 'list_addresses': {
      const addresses = []
      for await (const { id, street, street_line_2, zip } of itemsOf(customers.addressPages(call.customerId, read))) {
        addresses.push({ id, street, streetLine2: street_line_2, zip })
      }
      return { kind: 'addresses', addresses }
    }
    case 'create_address':
      return { kind: 'created', id: (await customers.createAddress(call.customerId, call.body, write)).id }
    case 'get_job': {
      const { notes } = await jobs.get(call.jobId, read)
      return { kind: 'job', notes: (notes ?? []).map(({ id, content }) => ({ id, content })) }
    }
    case 'list_jobs': {
      const filters = { customerId: call.customerId, sortBy: 'created_at', sortDirection: 'desc' } as const
      // One page: what is looked for was made minutes ago.
      for await (const page of jobs.pages(filters, { ...read, pageSize: NEWEST_JOBS })) {
        return { kind: 'jobs', jobs: page.items.map(({ id, notes }) => ({ id, notes: textsOf(notes) })) }
      }
      return { kind: 'jobs', jobs: [] }
    }
    case 'create_job':
      return { kind: 'created', id: (await jobs.create(call.body, write)).id }
    case 'create_job_note':
      return { kind: 'created', id: (await jobs.createNote(call.jobId, call.content, write)).id }
  }
}

const textsOf = (notes: readonly { content?: string | null | undefined }[] | null | undefined) =>
  (notes ?? []).flatMap(({ content }) => content ?? [])

interface Content {
  notes: string | null
  tags: string[]
}

const contentOf = ({ notes, tags, updated_at }: HousecallCustomer): Content & { updatedAt: string | null } => ({
  notes: notes ?? null,
  tags: tags ?? [],
  updatedAt: updated_at ?? null,
})

const isSame = (current: Content, { notes, tags }: Content) =>
  current.notes === notes && current.tags.length === tags.length && current.tags.every((tag, at) => tag === tags[at])
