import type { z } from 'zod'
import type { HousecallAccount } from './account.ts'
import { id, instant, part, text } from './fields.ts'
import { type PageOptions, pagesOf } from './pages.ts'

export const employeeSchema = part({
  id: id,
  first_name: text,
  last_name: text,
  email: text,
  mobile_number: text,
  role: text,
  color_hex: text,
  avatar_url: text,
  company_name: text,
  company_id: text,
  created_at: instant,
})
export type HousecallEmployee = z.output<typeof employeeSchema>

/** Employees who still work there; those who left are only found on their jobs. Throws HousecallError. */
export const employeesOf = (account: HousecallAccount) => ({
  pages: (options?: PageOptions) =>
    pagesOf(account, { call: 'employees.list', path: '/employees', key: 'employees', schema: employeeSchema }, options),
})
