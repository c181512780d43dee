import type { z } from 'zod'
import { cents, count, flag, id, instant, list, part, quantity, text } from './fields.ts'

/** A note on a job: its id is what deletes it. */
export const jobNoteSchema = part({ id: id, content: text })
export type HousecallJobNote = z.output<typeof jobNoteSchema>

/** `unit_price`, `unit_cost` and `amount` in cents; `kind` is materials, labor or one of the discounts and gratuities. */
export const lineItemSchema = part({
  id: id,
  name: text,
  description: text,
  unit_price: cents,
  unit_cost: cents,
  amount: cents,
  unit_of_measure: text,
  quantity: quantity,
  kind: text,
  taxable: flag,
  order_index: count,
  service_item_id: text,
  service_item_type: text,
})
export type HousecallLineItem = z.output<typeof lineItemSchema>

export const appointmentSchema = part({
  id: id,
  start_time: instant,
  end_time: instant,
  anytime: flag,
  arrival_window_minutes: count,
  dispatched_employees_ids: list(id),
})
export type HousecallAppointment = z.output<typeof appointmentSchema>

export const jobTypeSchema = part({ id: id, name: text })
export type HousecallJobType = z.output<typeof jobTypeSchema>

export const tagSchema = part({ id: id, name: text })
export type HousecallTag = z.output<typeof tagSchema>
