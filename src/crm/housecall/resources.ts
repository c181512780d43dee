import { customerSchema } from './customers.ts'
import { employeeSchema } from './employees.ts'
import { estimateSchema } from './estimates.ts'
import { invoiceSchema } from './invoices.ts'
import { jobSchema } from './job.ts'
import { appointmentSchema } from './job-parts.ts'
import { leadSchema } from './leads.ts'
import { type ReportMismatch, readLeniently } from './lenient.ts'

/** The records that webhooks carry, by the name they carry them under. */
const schemas = {
  customer: customerSchema,
  job: jobSchema,
  estimate: estimateSchema,
  invoice: invoiceSchema,
  lead: leadSchema,
  employee: employeeSchema,
  appointment: appointmentSchema,
} as const

export type HousecallResource = keyof typeof schemas

export const isHousecallResource = (name: string): name is HousecallResource => Object.hasOwn(schemas, name)

/**
 * A record out of a webhook, read as one out of an answer is; null when it has no id.
 * @param event the webhook's, for the report
 */
export const readResource = (
  resource: HousecallResource,
  value: unknown,
  event: string,
  report: ReportMismatch,
): Record<string, unknown> | null => readLeniently(schemas[resource], value, event, report)
