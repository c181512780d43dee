/** A queue as it is declared: `rapport migrate` creates it in pg-boss with these settings and keeps it at them. */
export interface QueueDeclaration {
  queue: string
  /** `edge`: short work that a Worker's bounded drain can do; `server`: only a long-running process does it. */
  runs: 'edge' | 'server'
  /**
   * What pg-boss lets wait or run at once, for one singleton key: `standard` anything; `short` one waiting; `singleton`
   * one running; `stately` one in each state; `exclusive` one waiting or running, what else arrives is dropped.
   */
  policy: 'standard' | 'short' | 'singleton' | 'stately' | 'exclusive'
  /** attempts after the first one */
  retryLimit: number
  retryDelaySeconds: number
  /** Doubles the delay with every attempt, with jitter: the n-th retry waits between 2^(n-1) and 2^n delays. */
  retryBackoff: boolean
  /** the longest delay that backoff may reach; null without backoff */
  retryDelayMaxSeconds: number | null
  /** how long one attempt may take before it is aborted and tried again */
  expireSeconds: number
  /** how long a job may wait before it is dropped */
  retentionSeconds: number
  /** how long a finished job stays to be looked at */
  deleteAfterSeconds: number
  /** How many of it a process works on at once, fetched together; left out, a few workers fetch one each. */
  places?: number
  /** Wakes workers at once. It serialises commits, so only queues that somebody waits for. */
  notify: boolean
  schedule?: { cron: string; timeZone: string }
}

const minute = 60
const hour = 60 * minute
const day = 24 * hour

const defaults = {
  policy: 'standard',
  retryBackoff: true,
  retryDelaySeconds: 2,
  retryDelayMaxSeconds: 5 * minute,
  retentionSeconds: 14 * day,
  deleteAfterSeconds: 1 * day,
  notify: false,
} as const

/** A sweep over everything that is due: the next tick makes up for one that was missed, so nothing piles up. */
const sweep = { ...defaults, policy: 'exclusive', retryLimit: 2, retentionSeconds: 1 * hour } as const

const declared = {
  /** Takes in the text messages that were acknowledged. Woken after each (api.wake_inbox); its schedule finds what nobody told of. */
  inbox: {
    ...defaults,
    runs: 'edge',
    policy: 'short',
    retryLimit: 2,
    retentionSeconds: 1 * hour,
    expireSeconds: 1 * minute,
    notify: true,
    schedule: { cron: '* * * * *', timeZone: 'UTC' },
  },
  /** Answers a conversation. Key: the conversation, so that messages which arrive together get one answer. */
  reply: { ...defaults, runs: 'edge', policy: 'short', retryLimit: 5, expireSeconds: 2 * minute, notify: true },
  /**
   * Answers a chat, whose visitor watches the answer come. Key: the conversation. A queue of its own with many places, since
   * a stream lasts for seconds and mostly waits.
   */
  chat_reply: {
    ...defaults,
    runs: 'edge',
    policy: 'short',
    retryLimit: 8,
    retryDelaySeconds: 1,
    expireSeconds: 2 * minute,
    notify: true,
    places: 512,
  },
  /** Sends one message of the outbox. The claim in Postgres keeps two jobs from sending it twice. */
  send: { ...defaults, runs: 'edge', retryLimit: 8, expireSeconds: 1 * minute, notify: true },
  /** Works on the events of CRMs that were acknowledged. Woken after each (api.wake_crm_inbox); its schedule finds what nobody told of. */
  crm_inbox: {
    ...defaults,
    runs: 'edge',
    policy: 'short',
    retryLimit: 2,
    retentionSeconds: 1 * hour,
    expireSeconds: 1 * minute,
    notify: true,
    schedule: { cron: '* * * * *', timeZone: 'UTC' },
  },
  /** Tries the events of one record of HousecallPro again, of which one failed. Key: the record, whose waiting job does all that came for it. */
  housecall_event: { ...defaults, runs: 'edge', policy: 'short', retryLimit: 6, expireSeconds: 1 * minute },
  reconcile_sends: {
    ...sweep,
    runs: 'edge',
    expireSeconds: 2 * minute,
    schedule: { cron: '* * * * *', timeZone: 'UTC' },
  },
  /** Reads HousecallPro for one customer, or what changed lately. Key: the run; Postgres lets one worker at it. */
  sync_crm: { ...defaults, runs: 'edge', policy: 'short', retryLimit: 3, expireSeconds: 90 },
  /** Reads HousecallPro for all customers: a queue of its own, so that nobody who waits for one customer waits for these. */
  sync_crm_bulk: { ...defaults, runs: 'edge', policy: 'short', retryLimit: 5, expireSeconds: 90 },
  /** Reads what technicians wrote in the jobs that a sync of many customers brought. Key: the tenant. */
  derive_findings: { ...defaults, runs: 'edge', policy: 'short', retryLimit: 5, expireSeconds: 5 * minute },
  /** Gives a tenant's new messages their vectors. Key: the tenant, whose texts one job has in hand at a time. */
  embed_messages: { ...defaults, runs: 'edge', policy: 'short', retryLimit: 5, expireSeconds: 5 * minute },
  /** Says of the messages that imports brought what they are about; of others it is said as they come. */
  classify_messages: {
    ...sweep,
    runs: 'edge',
    expireSeconds: 2 * minute,
    schedule: { cron: '* * * * *', timeZone: 'UTC' },
  },
  /** Finds what waits for a vector that nobody told of, and tenants whose model changed. */
  plan_embeddings: {
    ...sweep,
    runs: 'edge',
    expireSeconds: 2 * minute,
    schedule: { cron: '*/5 * * * *', timeZone: 'UTC' },
  },
  plan_crm_syncs: {
    ...sweep,
    runs: 'edge',
    expireSeconds: 5 * minute,
    schedule: { cron: '*/15 * * * *', timeZone: 'UTC' },
  },
  close_conversations: {
    ...sweep,
    runs: 'edge',
    expireSeconds: 10 * minute,
    schedule: { cron: '7 * * * *', timeZone: 'UTC' },
  },
  /** Ends the calls that nobody told the end of. */
  close_calls: {
    ...sweep,
    runs: 'edge',
    expireSeconds: 2 * minute,
    schedule: { cron: '* * * * *', timeZone: 'UTC' },
  },
  /** Brings what we learned to HousecallPro. Key: the tenant, whose changes one job works off one after the other. */
  push_housecall: { ...defaults, runs: 'edge', policy: 'short', retryLimit: 5, expireSeconds: 10 * minute },
  reconcile_pushes: {
    ...sweep,
    runs: 'edge',
    expireSeconds: 2 * minute,
    schedule: { cron: '* * * * *', timeZone: 'UTC' },
  },
  prune: {
    ...sweep,
    runs: 'edge',
    expireSeconds: 30 * minute,
    retentionSeconds: 12 * hour,
    schedule: { cron: '23 4 * * *', timeZone: 'UTC' },
  },
  /** Looks again at a tenant's customers whose facts changed. Key: the tenant. Who is marked while it runs gets the next job. */
  refresh_insights: { ...defaults, runs: 'edge', policy: 'short', retryLimit: 5, expireSeconds: 10 * minute },
  /** Puts a pass over its customers on the queue for each tenant. */
  nightly_insights: {
    ...sweep,
    runs: 'edge',
    expireSeconds: 2 * minute,
    retentionSeconds: 12 * hour,
    schedule: { cron: '0 2 * * *', timeZone: 'America/New_York' },
  },
  /** Has the tenants' conversations read that ended or paused. */
  plan_readings: {
    ...sweep,
    runs: 'edge',
    expireSeconds: 2 * minute,
    schedule: { cron: '*/10 * * * *', timeZone: 'UTC' },
  },
  /** Reads a tenant's conversations: facts to remember, then summaries. Key: the tenant. */
  enrich_profile: { ...defaults, runs: 'edge', policy: 'short', retryLimit: 5, expireSeconds: 10 * minute },
  /** A pass over a tenant's customers, in steps that are kept. Key: the tenant. */
  pass_insights: { ...defaults, runs: 'edge', policy: 'short', retryLimit: 5, expireSeconds: 30 * minute },
  /** Puts the composing of batches on the queue for each tenant and kind. */
  nightly_batches: {
    ...sweep,
    runs: 'server',
    expireSeconds: 2 * minute,
    retentionSeconds: 12 * hour,
    schedule: { cron: '0 2 * * *', timeZone: 'America/New_York' },
  },
  /** Claims what is due of a kind for batches. Key: tenant and kind. */
  compose_batches: { ...defaults, runs: 'server', policy: 'short', retryLimit: 5, expireSeconds: 30 * minute },
  /** Takes a batch as far as it goes: to OpenAI, back, and into the tables. Key: the batch; Postgres lets one worker at it. */
  run_batch: { ...defaults, runs: 'server', policy: 'short', retryLimit: 5, expireSeconds: 2 * hour },
  /** Has every batch under way looked at, for which no webhook came. */
  poll_batches: {
    ...sweep,
    runs: 'server',
    expireSeconds: 2 * minute,
    schedule: { cron: '*/30 * * * *', timeZone: 'UTC' },
  },
} as const satisfies Record<string, Omit<QueueDeclaration, 'queue'>>

export type QueueName = keyof typeof declared

/** Where every other queue's jobs go once they are given up on. Nothing works on it: people look at it and retry. */
export const deadLetterQueue: QueueDeclaration = {
  ...defaults,
  queue: 'dead_letter',
  runs: 'server',
  retryLimit: 0,
  retryBackoff: false,
  retryDelayMaxSeconds: null,
  retryDelaySeconds: 0,
  expireSeconds: 1 * hour,
  retentionSeconds: 90 * day,
}

/** The declaration of a queue by its name, for the file in jobs/ that works on it. */
export const declarationOf = (queue: QueueName): QueueDeclaration => ({ queue, ...declared[queue] })

/** Every queue of the product, without the dead letters. */
export const queues: readonly QueueDeclaration[] = (Object.keys(declared) as QueueName[]).map(declarationOf)
