import { createHash } from 'node:crypto'
import { createApp } from '../../src/app.ts'
import type { Api } from '../../src/db/generated.ts'
import { loadEnv } from '../../src/env.ts'
import type { AccessEntry } from '../../src/http/access-audit.ts'
import { createAppMetrics } from '../../src/http/app-metrics.ts'
import type { Caller } from '../../src/http/auth.ts'
import type { AppDeps, MetricRow } from '../../src/http/types.ts'
import { createLogger } from '../../src/logger.ts'

export const TENANT = '0190f3c2-6d5e-7a10-8b1c-2f4d5e6a7b8c'
export const KEY_ID = '0190f3c2-6d5e-7a10-8b1c-000000000001'

/** The `api` functions that the shell calls, in memory: keys are known by hash only, and every call is recorded. */
export class FakeApi {
  readonly callers = new Map<string, Caller>()
  readonly touched: { keyIds: string[]; usedAt: Date[] }[] = []
  readonly reads: AccessEntry[] = []
  resolves = 0
  /** Runs before each call answers: throw or hang to be a database that is away. */
  before: () => void | Promise<void> = () => {}
  health: unknown = { status: 'ok', migrations: { pending: 0 }, queue: {}, outbox: {}, providers: [] }
  metrics: MetricRow[] = []

  addKey(key: string, scopes: string[], keyId = KEY_ID) {
    this.callers.set(createHash('sha256').update(key).digest('hex'), { keyId, tenantId: TENANT, scopes })
    return key
  }
  async resolveApiKey({ keyHash }: { keyHash: string }) {
    this.resolves += 1
    await this.before()
    return this.callers.get(keyHash) ?? null
  }
  async touchApiKeys(args: { keyIds: string[]; usedAt: Date[] }) {
    await this.before()
    this.touched.push(args)
  }
  async recordAccess({ entries }: { entries: AccessEntry[] }) {
    await this.before()
    this.reads.push(...entries)
  }
  async getHealth() {
    await this.before()
    return this.health
  }
  async getMetrics() {
    await this.before()
    return this.metrics
  }
}

/** The application over a `FakeApi`, with its log lines and the flushes that it put off. */
export function startShell(variables: Record<string, string> = {}, overrides: Partial<AppDeps> = {}) {
  const api = new FakeApi()
  const lines: string[] = []
  const deferred: (() => Promise<void>)[] = []
  const clock = () => new Date('2026-11-21T15:00:00Z')
  const shell = createApp({
    // The routes under test here call no other function.
    api: api as unknown as Api,
    env: loadEnv(variables),
    logger: createLogger({ level: 'debug', sink: (line) => lines.push(line), clock }),
    metrics: createAppMetrics(),
    twilioTokens: [],
    clock,
    deferFlush: (flush) => deferred.push(flush),
    ...overrides,
  })
  const logs = () => lines.map((line) => JSON.parse(line) as Record<string, unknown>)
  return { ...shell, api, lines, logs, deferred }
}

export const bearer = (key: string) => ({ headers: { Authorization: `Bearer ${key}` } })
