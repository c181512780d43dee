import postgres from 'postgres'
import { CommandError, exitCodes } from '../exit-codes.ts'
import type { SourceRecord } from './read-file.ts'

/** A message as `api.import_messages` takes it. */
export interface MessageRow {
  messageId: string
  threadId: string
  customerId: string
  channel: string
  role: string
  body: string
  at: string
}

/** The tables that a shared-thread installation has (customer-context-layer.md §1): read only, each if it is there. */
export interface ExistingTables {
  customers(): AsyncIterable<SourceRecord>
  messages(): AsyncIterable<MessageRow>
  close(): Promise<void>
}

const PAGE = 1000
const SECONDS = 60

/** @param url of the Postgres that holds the tables, in its schema public or whichever its search path names */
export async function openExistingTables(url: string): Promise<ExistingTables> {
  const sql = postgres(url, {
    max: 1,
    connect_timeout: 10,
    onnotice: () => {},
    connection: {
      statement_timeout: SECONDS * 1000,
      default_transaction_read_only: true,
      application_name: 'rapport-import',
    },
  })
  const has = async (table: string) => (await sql`select to_regclass(${table}) is not null as found`)[0]?.found === true
  const [threads, identities, plain, addresses, messages] = await Promise.all(
    [
      'shared_thread_customers',
      'shared_thread_identities',
      'customers',
      'customer_addresses',
      'shared_thread_messages',
    ].map(has),
  )
  if (!threads && !plain) {
    await sql.end({ timeout: 5 })
    throw new CommandError('there is neither shared_thread_customers nor customers', exitCodes.usage)
  }
  const detail = (table: string, there: boolean | undefined, as: string, owner: string) =>
    there
      ? `jsonb_build_object('${as}', (select jsonb_agg(to_jsonb(d)) from ${table} as d where d.customer_id::text in (${owner})))`
      : `'{}'::jsonb`
  // customer_addresses.customer_id is the HousecallPro id (customer-context-layer.md, addendum, issue 3): of a thread's customer
  // an identity, in customers the id itself or a column beside it.
  const threadOwner = identities
    ? `select i.value from shared_thread_identities as i where i.customer_id = c.id and i.type = 'housecall_pro_id'`
    : `null`
  const plainOwner = `c.id::text, to_jsonb(c) ->> 'housecall_pro_id', to_jsonb(c) ->> 'hcp_id'`
  const pages = (table: string, more: string) =>
    sql.unsafe(`select to_jsonb(c) || ${more} as record from ${table} as c order by c.id`).cursor(PAGE)
  return {
    async *customers() {
      let line = 0
      if (threads) {
        const more = `${detail('shared_thread_identities', identities, 'identities', 'c.id::text')} || ${detail('customer_addresses', addresses, 'addresses', threadOwner)}`
        for await (const page of pages('shared_thread_customers', more))
          for (const { record } of page) yield { line: ++line, record: fromThread(record) }
      }
      if (plain) {
        for await (const page of pages('customers', detail('customer_addresses', addresses, 'addresses', plainOwner)))
          for (const { record } of page) yield { line: ++line, record: fromPlain(record) }
      }
    },
    async *messages() {
      if (!threads || !messages) return
      const rows = sql.unsafe(
        `select to_jsonb(t) as thread, to_jsonb(m) as message from shared_thread_messages as m
         join shared_thread_threads as t on t.id = m.thread_id order by m.id`,
      )
      for await (const page of rows.cursor(PAGE))
        for (const { thread, message } of page) yield toMessage(thread, message)
    },
    close: () => sql.end({ timeout: 5 }),
  }
}

type Json = Record<string, unknown>

const fromThread = (record: Json): Json => {
  const identities = (record.identities ?? []) as Json[]
  const of = (type: string) => identities.filter((identity) => identity.type === type).map((identity) => identity.value)
  return {
    ...record,
    externalId: `thread:${record.id}`,
    phones: of('phone'),
    emails: of('email'),
    webUserId: of('web_user_id')[0],
    housecallProId: of('housecall_pro_id')[0] ?? record.housecall_pro_id,
  }
}

const fromPlain = (record: Json): Json => ({
  ...record,
  externalId: `customer:${record.id}`,
  // HousecallPro's customer ids are "cus_" and 32 hexadecimal digits.
  ...(/^cus_[0-9a-f]{32}$/.test(String(record.id)) ? { housecallProId: record.id } : {}),
})

const channels = ['sms', 'voice', 'web', 'email', 'mcp']

const toMessage = (thread: Json, message: Json): MessageRow => {
  const channel = String(message.channel ?? thread.channel ?? 'web')
  const said = String(message.role ?? message.sender ?? message.direction ?? 'customer')
  return {
    messageId: String(message.id),
    threadId: String(thread.id),
    customerId: `thread:${thread.customer_id}`,
    channel: channels.includes(channel) ? channel : 'web',
    role: /^(user|customer|inbound|in)$/i.test(said)
      ? 'customer'
      : /^(staff|human|agent)$/i.test(said)
        ? 'staff'
        : /^system$/i.test(said)
          ? 'system'
          : 'assistant',
    body: String(message.text ?? message.body ?? message.content ?? ''),
    at: withZone(String(message.created_at ?? thread.created_at)),
  }
}

/** The tables' timestamps are without time zone, in UTC. */
const withZone = (text: string) => (/(Z|[+-]\d\d(:?\d\d)?)$/.test(text) ? text : `${text}Z`)
