/** A connection string that Cloudflare Hyperdrive hands out. */
export interface Hyperdrive {
  connectionString: string
}

/** What wrangler.toml binds to the Worker, and the variables and secrets, which are strings. */
export interface Bindings {
  /** logs in as rapport_edge */
  HYPERDRIVE: Hyperdrive
  /** logs in as rapport_worker; without it the Worker serves and leaves the queues to `rapport worker` elsewhere */
  HYPERDRIVE_WORKER?: Hyperdrive
  [name: string]: unknown
}

/** The part of a Worker's context that is needed: keeps the invocation alive until the promise settles. */
export interface ExecutionContext {
  waitUntil(work: Promise<unknown>): void
}

/** The variables and secrets among the bindings, as `loadEnv` takes them. */
export const variablesOf = (bindings: Bindings): Record<string, string> =>
  Object.fromEntries(
    Object.entries(bindings).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  )
