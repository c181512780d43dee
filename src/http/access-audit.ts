import type { Context } from 'hono'
import type { Logger } from '../logger.ts'
import { routeOf } from './access-log.ts'
import type { AppEnv } from './types.ts'
import { createWriteBehind, type Defer } from './write-behind.ts'

/** One customer read by one key, as `api.recordAccess` keeps it. */
export interface AccessEntry {
  tenantId: string
  keyId: string
  customerId: string | null
  route: string
  requestId: string
  at: string
}

export interface AccessApi {
  recordAccess(args: { entries: AccessEntry[] }): Promise<unknown>
}

export interface AccessAudit {
  /** Notes that the request's caller was shown these customers: every route that answers with one calls it. */
  read(c: Context<AppEnv>, ...customerIds: string[]): void
  /** Writes what was noted so far. */
  flush(): Promise<void>
}

export interface AccessAuditOptions {
  api: AccessApi
  logger: Logger
  clock: () => Date
  defer?: Defer | undefined
}

/** Who read which customer: gathered here, written in batches outside of the requests. */
export function createAccessAudit({ api, logger, clock, defer }: AccessAuditOptions): AccessAudit {
  const entries = createWriteBehind<AccessEntry>({
    write: (batch) => api.recordAccess({ entries: batch }),
    logger,
    failure: 'access_not_written',
    defer,
  })
  return {
    read(c, ...customerIds) {
      const { tenantId, keyId } = c.var.caller
      const [route, requestId, at] = [routeOf(c), c.get('requestId'), clock().toISOString()]
      entries.note(...customerIds.map((customerId) => ({ tenantId, keyId, customerId, route, requestId, at })))
    },
    flush: () => entries.flush(),
  }
}
