/** The vendor's records as the double keeps them. Money in integer cents, times ISO 8601 in UTC to the second. */

export interface Address {
  id: string | null
  type: 'billing' | 'service'
  street: string | null
  street_line_2: string | null
  city: string | null
  state: string | null
  zip: string | null
  country: string | null
  /** text or number: the vendor has both */
  latitude?: string | number | null
  longitude?: string | number | null
}

export interface Stamped {
  id: string
  company_id: string
  company_name: string
  created_at: string
  updated_at: string
}

export interface Customer extends Stamped {
  first_name: string | null
  last_name: string | null
  email: string | null
  mobile_number: string | null
  home_number: string | null
  work_number: string | null
  company: string | null
  kind: string
  notifications_enabled: boolean
  lead_source: string | null
  notes: string | null
  tags: string[]
  addresses: Address[]
}

export interface Employee extends Stamped {
  first_name: string
  last_name: string
  email: string
  mobile_number: string
  color_hex: string
  avatar_url: string | null
  role: string
  tags: string[]
  permissions: Record<string, boolean>
  /** those who left are listed no more, but stay on their jobs */
  is_active: boolean
}

export interface LineItem {
  object: 'line_item'
  id: string
  name: string
  description: string
  unit_price: number
  unit_cost: number
  amount: number
  unit_of_measure: string | null
  quantity: number
  kind: 'materials' | 'labor' | 'fixed gratuity' | 'fixed discount' | 'percent discount'
  taxable: boolean
  order_index: number
  service_item_id: string | null
  service_item_type: string | null
  url: string
}

export interface Appointment {
  id: string
  start_time: string
  end_time: string
  anytime: boolean
  arrival_window_minutes: number
  dispatched_employees_ids: string[]
}

export interface Note {
  id: string
  content: string
}

export type WorkStatus =
  | 'needs scheduling'
  | 'scheduled'
  | 'in progress'
  | 'complete rated'
  | 'complete unrated'
  | 'user canceled'
  | 'pro canceled'

export interface Job extends Stamped {
  invoice_number: string
  description: string
  customer_id: string
  address_id: string | null
  notes: Note[]
  work_status: WorkStatus
  work_timestamps: { on_my_way_at: string | null; started_at: string | null; completed_at: string | null }
  schedule: { scheduled_start: string | null; scheduled_end: string | null; arrival_window: number | null }
  appointments: Appointment[]
  line_items: LineItem[]
  outstanding_balance: number
  employee_ids: string[]
  tags: string[]
  original_estimate_id: string | null
  original_estimate_uuids: string[]
  lead_source: string | null
  job_type: { id: string; name: string } | null
  locked_at: string | null
  canceled_at: string | null
  deleted_at: string | null
  recurrence_number: number | null
  recurrence_rule: string | null
}

export interface EstimateOption {
  id: string
  name: string
  option_number: string
  total_amount: number
  approval_status: 'pro approved' | 'pro declined' | 'approved' | 'declined' | 'awaiting response' | 'expired' | null
  status: string
  notes: Note[]
  tags: string[]
  created_at: string
  updated_at: string
}

export interface Estimate extends Stamped {
  estimate_number: string
  work_status: WorkStatus
  lead_source: string | null
  customer_id: string
  address_id: string | null
  employee_ids: string[]
  schedule: { scheduled_start: string | null; scheduled_end: string | null }
  options: EstimateOption[]
}

export interface Invoice extends Stamped {
  job_id: string
  status: 'open' | 'pending_payment' | 'paid' | 'voided' | 'uncollectible' | 'canceled'
  invoice_number: string
  amount: number
  subtotal: number
  due_amount: number
  due_at: string | null
  due_concept: string
  display_due_concept: string
  paid_at: string | null
  sent_at: string | null
  service_date: string | null
  invoice_date: string | null
  items: {
    name: string
    unit_cost: number
    unit_price: number
    qty_in_hundredths: number
    amount: number
    type: string
  }[]
  taxes: { rate: string; amount: number; name: string }[]
  discounts: { name: string; amount: number }[]
  payments: {
    status: string
    payment_method: string
    amount: number
    note: string | null
    paid_at: string
    category: string
  }[]
}

export interface Lead extends Stamped {
  number: number
  status: 'lost' | 'open' | 'won'
  pipeline_status: string
  customer_id: string
  lead_source: string | null
  conversions: { id: string; type: string }[]
  total_amount: number
  lost_at: string | null
}

export interface Company {
  id: string
  name: string
  phone_number: string
  support_email: string
  time_zone: string
}

export interface Word {
  id: string
  name: string
}
