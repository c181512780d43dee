import type postgres from 'postgres'
import { arrayTypes } from './postgres-arrays.ts'

/** What an int8 column holds: a number, or a bigint where the value does not fit a double exactly (beyond ±2^53). */
export type Int8 = number | bigint

/** The one database client of the product: postgres.js with our types, in front of a server or of the embedded engine. */
export type Sql = postgres.Sql<{ int8: Int8; json: unknown; plainDate: Date | string }>

/** The two login roles. `rapport_edge` may call schema `api`, `rapport_worker` also owns the queue's schema. */
export type Role = 'rapport_edge' | 'rapport_worker'

export interface Database {
  kind: 'embedded' | 'server'
  /** A pool; with a role every statement runs as that role, without one as the login role (migrations, tests). */
  pool(role: Role | null, options?: { max?: number }): Sql
  /** Ends all pools (statements in flight get five seconds), then the engine. Safe to call twice. */
  close(): Promise<void>
}

/** Role names are spliced into the startup packet and, embedded, into `SET ROLE`. */
export const ROLE_NAME = /^[a-z_]+$/

const parseInt8 = (text: string): Int8 => {
  const value = Number(text)
  return Number.isSafeInteger(value) ? value : BigInt(text)
}

const types = {
  // pg-boss passes JSON it has serialised itself; encoding that again would store a JSON string
  json: {
    to: 114,
    from: [114, 3802],
    serialize: (value: unknown) => (typeof value === 'string' ? value : JSON.stringify(value)),
    parse: (text: string): unknown => JSON.parse(text),
  },
  int8: { to: 20, from: [20], serialize: (value: Int8) => String(value), parse: parseInt8 },
  // a calendar day has no time zone: as a Date it would move by a day west of Greenwich
  plainDate: {
    to: 1082,
    from: [1082],
    serialize: (value: Date | string) => (value instanceof Date ? value.toISOString().slice(0, 10) : value),
    parse: (text: string): Date | string => text,
  },
}

const elementParsers = { 20: parseInt8, 114: types.json.parse, 3802: types.json.parse }

/**
 * postgres.js options shared by every pool.
 *
 * Types: `json`/`jsonb` take objects, or strings holding JSON text; `int8` reads as {@link Int8}; `numeric` (money) stays
 * a string; `timestamptz` reads as Date; `date` reads as 'YYYY-MM-DD'; arrays
 * are arrays. Notices are dropped.
 */
export const postgresOptions = (pool: { role: Role | null; applicationName: string; max: number }) => {
  if (pool.role !== null && !ROLE_NAME.test(pool.role)) throw new TypeError(`not a role name: ${pool.role}`)
  return {
    max: pool.max,
    // the array types stay out of Sql's type: they are read and written without being named
    types: { ...arrayTypes(elementParsers), ...types } as typeof types,
    onnotice: () => {},
    connection: {
      application_name: pool.applicationName,
      // Compiling a statement of a few milliseconds took 300 more.
      jit: 'off',
      ...(pool.role === null ? {} : { role: pool.role }),
    },
  }
}
