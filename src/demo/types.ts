/** Parts and labor: name, kind, quantity, unit price in US dollars. */
export type DemoItem = [
  name: string,
  kind: 'labor' | 'material' | 'discount' | 'fee',
  quantity: number,
  unitPrice: number,
]

export interface DemoJob {
  /** key of one of the customer's addresses */
  address: string
  /** days before today; negative for an appointment to come */
  daysAgo: number
  /** local hour at which it starts */
  hour: number
  service: string
  /** what the customer said */
  reported: string
  /** what the technician noted */
  found?: string
  technician: string
  rating?: 1 | 2 | 3 | 4 | 5
  /** what is still to be paid */
  balance?: number
  items: DemoItem[]
}

export interface DemoCustomer {
  key: string
  /** slug of the location that serves them */
  location: 'quincy' | 'weymouth'
  firstName?: string
  lastName?: string
  companyName?: string
  sinceDaysAgo: number
  summary?: string
  /** what is on their mind now */
  issue?: string
  /** the first of a type is the primary one; phones are of those reserved for fiction, 555-0100 to 555-0199 */
  identities: { type: 'phone' | 'email'; value: string; shared?: boolean; label?: string }[]
  technician?: string
  contact?: 'sms' | 'call' | 'email' | 'any'
  timeWindow?: 'morning' | 'afternoon' | 'evening'
  membership?: 'family_discount' | 'vip'
  /** days until the membership ends */
  membershipDays?: number
  tags?: string[]
  leadSource?: string
  addresses: {
    key: string
    street: string
    city: string
    zip: string
    propertyType?: 'residential' | 'commercial' | 'multi-family'
    yearBuilt?: number
    issues?: string[]
  }[]
  equipment?: {
    address: string
    kind: string
    type?: string
    make?: string
    model?: string
    daysAgo: number
    precision: 'day' | 'month' | 'year' | 'estimate'
    /** days until the warranty ends; negative when it has */
    warrantyDays?: number
  }[]
  jobs?: DemoJob[]
  notes?: { kind: string; note: string; quote?: string; daysAgo: number }[]
  conversations?: {
    channel: 'sms' | 'web' | 'voice'
    /** the other party, where it is not the customer's first identity */
    address?: string
    daysAgo: number
    hour: number
    messages: [role: 'customer' | 'assistant' | 'staff', text: string][]
  }[]
}

export interface DemoSeed {
  tenant: { slug: string; name: string; industry: string; settings: Record<string, unknown> }
  locations: Record<string, unknown>[]
  services: {
    name: string
    category: string
    keywords: string[]
    description: string
    price: number
    isPriceFrom?: boolean
    durationMinutes: number
  }[]
  customers: DemoCustomer[]
}
