import { createHousecallAccount, type HousecallConfig } from './account.ts'
import { companyOf } from './company.ts'
import { customersOf } from './customers.ts'
import { employeesOf } from './employees.ts'
import { estimatesOf } from './estimates.ts'
import { invoicesOf } from './invoices.ts'
import { jobsOf } from './jobs.ts'
import { leadsOf } from './leads.ts'

export type { CallOptions, HousecallConfig } from './account.ts'
export { HousecallError, housecallCode } from './errors.ts'

/**
 * HousecallPro's API for one account, by fetch. All of its calls share the account's budget and circuit breaker. Records
 * keep the vendor's field names, and fields that we do not know.
 */
export function createHousecallClient(config: HousecallConfig) {
  const account = createHousecallAccount(config)
  return {
    customers: customersOf(account),
    jobs: jobsOf(account),
    employees: employeesOf(account),
    estimates: estimatesOf(account),
    invoices: invoicesOf(account),
    leads: leadsOf(account),
    company: companyOf(account),
    /** what the doctor, health and metrics show */
    breaker: account.breaker,
  }
}

export type HousecallClient = ReturnType<typeof createHousecallClient>
