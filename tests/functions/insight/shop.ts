import { createApi } from '../../../src/db/generated.ts'
import { setClock } from '../../fixtures/clock.ts'
import { testDatabase } from '../../fixtures/database.ts'
import { newNumber } from '../../fixtures/numbers.ts'
import { type NewTenant, newCustomer, newTenant } from '../../fixtures/tenant.ts'

type Row = Record<string, unknown>

/** One insight as the table has it. */
export interface Insight {
  id: string
  customer_id: string
  insight_type: string
  rule: string | null
  subject: string | null
  priority: string
  title: string
  description: string
  suggested_action: string | null
  insight_data: Record<string, unknown>
  confidence: string
  status: string
  expired_reason: string | null
  generated_at: Date
  expires_at: Date
}

/** A tenant whose insights are on, in New York unless it says otherwise, and what is done with them in tests. */
export async function newShop(options: NewTenant = {}) {
  const { admin, edge, worker } = await testDatabase()
  const tenant = await newTenant(admin, { ...options, flags: { CUSTOMER_CONTEXT_INSIGHTS: true, ...options.flags } })
  const { tenantId } = tenant
  const api = createApi(worker)

  /** The whole nightly pass, as the job makes it. */
  const pass = async (limit = 20_000) => {
    const total = { customers: 0, generated: 0, reworded: 0, reopened: 0, expired: 0 }
    for (let after: string | null = null; ; ) {
      const step: Awaited<ReturnType<typeof api.passInsights>> = await api.passInsights({ tenantId, after, limit })
      for (const key of Object.keys(total) as (keyof typeof total)[]) total[key] += step[key]
      if (step.next === null) return { ...total, isFull: step.isFull }
      after = step.next
    }
  }

  return {
    ...tenant,
    admin,
    api,
    staff: createApi(edge),
    pass,
    /** The pass of the night to this day, at 02:00 in New York. */
    passOn: async (day: string) => {
      await setClock(admin, `${day}T07:30:00Z`)
      return pass()
    },
    refresh: (limit?: number) => api.refreshInsights({ tenantId, ...(limit === undefined ? {} : { limit }) }),
    insights: async (customerId?: string): Promise<Insight[]> => [
      ...(await admin<Insight[]>`
        select * from insight.customer_insights
        where tenant_id = ${tenantId} and (${customerId ?? null}::uuid is null or customer_id = ${customerId ?? null})
        order by insight_type, rule, subject`),
    ],
    /** The rules that have something active to say of a customer. */
    active: async (customerId: string): Promise<string[]> => {
      const rows = await admin`
        select rule from insight.customer_insights
        where tenant_id = ${tenantId} and customer_id = ${customerId} and status = 'active' and expires_at > ops.now() order by rule`
      return rows.map((row) => String(row.rule))
    },
    customer: (fields: Parameters<typeof newCustomer>[2] = {}) =>
      newCustomer(admin, tenantId, { firstName: 'Ada', lastName: 'Byron', phone: newNumber(), ...fields }),
    address: async (customerId: string, fields: Row = {}): Promise<string> => {
      const [row] = await admin`
        insert into context.customer_addresses ${admin({ tenant_id: tenantId, customer_id: customerId, street: '1 Elm St', ...fields })}
        returning id`
      return String(row?.id)
    },
    /** Installed on a day known to the day, unless the fields say otherwise. */
    unit: async (customerId: string, kind: string, installedOn: string | null, fields: Row = {}): Promise<string> => {
      const [row] = await admin`
        insert into context.equipment ${admin({
          tenant_id: tenantId,
          customer_id: customerId,
          kind,
          installed_on: installedOn,
          installed_on_precision: installedOn === null ? null : 'day',
          ...fields,
        })} returning id`
      return String(row?.id)
    },
    /** Completed at noon in New York of a day. */
    job: async (customerId: string, day: string, fields: Row = {}): Promise<string> => {
      const [row] = await admin`
        insert into context.customer_job_history ${admin({
          tenant_id: tenantId,
          customer_id: customerId,
          work_status: 'completed',
          completed_at: `${day}T17:00:00Z`,
          service_type: 'Leak repair',
          total_amount: 100,
          customer_rating: 5,
          ...fields,
        })} returning id`
      return String(row?.id)
    },
  }
}

export type Shop = Awaited<ReturnType<typeof newShop>>
