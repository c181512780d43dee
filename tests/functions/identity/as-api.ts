import type { Sql } from '../../../src/db/connect.ts'
import type { Tx } from '../../../src/db/migration/ledger.ts'

/** Runs something as what api functions run as, for the tenant given (null: for none), in a transaction. */
export const asApi = <T>(admin: Sql, tenantId: string | null, work: (sql: Tx) => PromiseLike<T>): Promise<T> =>
  admin.begin(async (sql) => {
    await sql`set local role rapport_api`
    if (tenantId !== null) await sql`select tenancy.set_tenant(${tenantId})`
    return work(sql)
  }) as Promise<T>
