import type { Company, Customer, Employee, Estimate, Invoice, Job, Lead, Word } from './housecall-shapes.ts'
import type { Chance } from './seeded.ts'

/** Something happened in the account that a webhook tells of; `id` is the record's, in the state of that moment. */
export type Announce = (event: string, record: object, companyId: string) => void

/** Everything the double knows of its account. */
export interface HousecallStore {
  companies: Company[]
  customers: Map<string, Customer>
  jobs: Map<string, Job>
  employees: Map<string, Employee>
  estimates: Map<string, Estimate>
  invoices: Map<string, Invoice>
  leads: Map<string, Lead>
  tags: Word[]
  jobTypes: Word[]
  /** counts changes: what was sorted for one page still holds for the next; who changes a record by hand adds one */
  version: number
  /** the moment, to the second, as the vendor writes it */
  stamp(): string
  newId(prefix: string): string
  newUuid(): string
}

export function createStore(now: () => Date, chance: Chance, companies: Company[]): HousecallStore {
  return {
    companies,
    customers: new Map(),
    jobs: new Map(),
    employees: new Map(),
    estimates: new Map(),
    invoices: new Map(),
    leads: new Map(),
    tags: [],
    jobTypes: [],
    version: 0,
    stamp: () => toSeconds(now()),
    newId: (prefix) => `${prefix}_${chance.hex(32)}`,
    newUuid: () => [8, 4, 4, 4, 12].map((digits) => chance.hex(digits)).join('-'),
  }
}

export const toSeconds = (date: Date): string => date.toISOString().replace(/\.\d+Z$/, 'Z')
