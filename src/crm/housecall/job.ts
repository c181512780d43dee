import type { z } from 'zod'
import { addressSchema, customerSchema } from './customers.ts'
import { employeeSchema } from './employees.ts'
import { cents, count, id, instant, list, part, text, texts } from './fields.ts'
import { appointmentSchema, jobNoteSchema, jobTypeSchema } from './job-parts.ts'

/**
 * A job. Amounts in cents; `arrival_window` in minutes; `work_status` is one of `needs scheduling`, `scheduled`,
 * `in progress`, `complete rated`, `complete unrated`, `user canceled`, `pro canceled`. Line items are asked for one by
 * one; appointments only come when expanded.
 */
export const jobSchema = part({
  id: id,
  invoice_number: text,
  description: text,
  customer: customerSchema.nullish(),
  address: addressSchema.nullish(),
  notes: list(jobNoteSchema),
  work_status: text,
  work_timestamps: part({ on_my_way_at: instant, started_at: instant, completed_at: instant }).nullish(),
  schedule: part({
    scheduled_start: instant,
    scheduled_end: instant,
    arrival_window: count,
    appointments: list(appointmentSchema),
  }).nullish(),
  total_amount: cents,
  outstanding_balance: cents,
  subtotal: cents,
  assigned_employees: list(employeeSchema),
  tags: texts,
  original_estimate_id: text,
  original_estimate_uuids: texts,
  lead_source: text,
  job_fields: part({ job_type: jobTypeSchema.nullish(), business_unit: part({ name: text }).nullish() }).nullish(),
  recurrence_number: count,
  recurrence_rule: text,
  locked_at: instant,
  created_at: instant,
  updated_at: instant,
  canceled_at: instant,
  deleted_at: instant,
  company_name: text,
  company_id: text,
})
export type HousecallJob = z.output<typeof jobSchema>

/** What jobs are filtered by; their own `work_status` knows other words. */
export type WorkStatusFilter = 'unscheduled' | 'scheduled' | 'in_progress' | 'completed' | 'canceled'

export interface JobFilters {
  customerId?: string
  workStatus?: readonly WorkStatusFilter[]
  employeeIds?: readonly string[]
  locationIds?: readonly string[]
  scheduledStartMin?: Date
  scheduledStartMax?: Date
  scheduledEndMin?: Date
  scheduledEndMax?: Date
  expand?: readonly ('attachments' | 'appointments')[]
  /** there is no filter on the time of change: sort by it, newest first, and stop at what is known */
  sortBy?: 'created_at' | 'updated_at' | 'invoice_number' | 'id' | 'description' | 'work_status'
  sortDirection?: 'asc' | 'desc'
}

export const queryOf = (filters: JobFilters) => ({
  customer_id: filters.customerId,
  work_status: filters.workStatus,
  employee_ids: filters.employeeIds,
  location_ids: filters.locationIds,
  scheduled_start_min: filters.scheduledStartMin,
  scheduled_start_max: filters.scheduledStartMax,
  scheduled_end_min: filters.scheduledEndMin,
  scheduled_end_max: filters.scheduledEndMax,
  expand: filters.expand,
  sort_by: filters.sortBy,
  sort_direction: filters.sortDirection,
})

export interface LineItemInput {
  name: string
  description?: string
  /** cents */
  unit_price?: number
  unit_cost?: number
  quantity?: number
  kind?: string
  taxable?: boolean
}

export interface JobInput {
  customer_id: string
  address_id: string
  schedule?: { scheduled_start: string; scheduled_end?: string; arrival_window?: number; anytime?: boolean }
  line_items?: readonly LineItemInput[]
  assigned_employee_ids?: readonly string[]
  tags?: readonly string[]
  lead_source?: string
  /** one text, although a job that is read has a list */
  notes?: string
  job_fields?: { job_type_id?: string; business_unit_id?: string }
}
