import { normalizePhone } from '../../channels/phone.ts'

/** A customer as `api.import_customers` takes them; `line` is where they stood in the source. */
export interface CustomerRow {
  line: number
  externalId?: string
  firstName?: string
  lastName?: string
  companyName?: string
  phones: string[]
  emails: string[]
  webUserId?: string
  housecallProId?: string
  shopmonkeyId?: string
  customerSince?: string
  summary?: string
  currentIssueSummary?: string
  leadSource?: string
  tags?: string[]
  addresses: Record<string, unknown>[]
}

type Fields = Map<string, unknown>

/** What a column may be called, by field; compared without case, spaces and underscores. */
const names = {
  externalId: ['externalid', 'id', 'customerid'],
  firstName: ['firstname', 'givenname', 'first'],
  lastName: ['lastname', 'familyname', 'surname', 'last'],
  name: ['name', 'fullname', 'customername', 'displayname'],
  companyName: ['companyname', 'company', 'business', 'businessname'],
  phones: [
    'phones',
    'phone',
    'phonenumber',
    'primaryphone',
    'mobile',
    'mobilenumber',
    'cell',
    'homephone',
    'homenumber',
  ].concat(['workphone', 'worknumber', 'telephone']),
  emails: ['emails', 'email', 'emailaddress'],
  webUserId: ['webuserid'],
  housecallProId: ['housecallproid', 'hcpid', 'housecallid'],
  shopmonkeyId: ['shopmonkeyid'],
  customerSince: ['customersince', 'since'],
  summary: ['summary', 'notes'],
  currentIssueSummary: ['currentissuesummary'],
  leadSource: ['leadsource', 'source'],
  tags: ['tags', 'labels'],
  street: ['street', 'address', 'streetaddress', 'address1', 'addressline1'],
  streetLine2: ['streetline2', 'address2', 'addressline2', 'unit'],
  city: ['city', 'town'],
  state: ['state', 'region'],
  zip: ['zip', 'zipcode', 'postalcode', 'postcode'],
  housecallProAddressId: ['housecallproaddressid'],
  propertyType: ['propertytype'],
  yearBuilt: ['yearbuilt'],
  knownIssues: ['knownissues'],
} satisfies Record<string, string[]>

const key = (name: string) => name.toLowerCase().replace(/[^a-z0-9]/g, '')
const fieldsOf = (record: Record<string, unknown>): Fields =>
  new Map(Object.entries(record).map(([name, value]) => [key(name), value]))
const textOf = (value: unknown): string =>
  typeof value === 'string' ? value.trim() : typeof value === 'number' || typeof value === 'bigint' ? String(value) : ''

const first = (fields: Fields, field: keyof typeof names): string | undefined =>
  names[field].map((name) => textOf(fields.get(name))).find((text) => text !== '')

const list = (fields: Fields, field: keyof typeof names, separator = /[;|\n]/): string[] =>
  names[field].flatMap((name) => {
    const value = fields.get(name)
    return (Array.isArray(value) ? value.map(textOf) : textOf(value).split(separator))
      .map((text) => text.trim())
      .filter((text) => text !== '')
  })

const email = /^[^@\s]+@[^@\s]+\.[^@\s]+$/
const propertyTypes = ['residential', 'commercial', 'multi-family']

/** ISO 8601 or M/D/YYYY, as exports of US software write it; anything else is no date. */
function dateOf(text: string | undefined): string | undefined {
  const us = /^(\d{1,2})\/(\d{1,2})\/(\d{4})\b/.exec(text ?? '')
  const iso = us ? `${us[3]}-${us[1]?.padStart(2, '0')}-${us[2]?.padStart(2, '0')}` : text?.slice(0, 10)
  if (!iso || !/^\d{4}-\d{2}-\d{2}$/.test(iso)) return undefined
  const date = new Date(`${iso}T00:00:00Z`)
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(iso) ? iso : undefined
}

function addressOf(record: Record<string, unknown>): Record<string, unknown> | null {
  const fields = fieldsOf(record)
  const street = first(fields, 'street')
  if (!street) return null
  const year = Number(first(fields, 'yearBuilt'))
  const propertyType = first(fields, 'propertyType')
  return {
    street,
    streetLine2: first(fields, 'streetLine2'),
    city: first(fields, 'city'),
    state: first(fields, 'state'),
    zip: first(fields, 'zip'),
    housecallProAddressId: first(fields, 'housecallProAddressId'),
    propertyType: propertyType && propertyTypes.includes(propertyType) ? propertyType : undefined,
    yearBuilt: Number.isInteger(year) && year >= 1600 && year <= 2200 ? year : undefined,
    knownIssues: list(fields, 'knownIssues'),
  }
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** A record of any export as a row, normalised; `notes` says what was left out, without its value. */
export function toCustomerRow(record: Record<string, unknown>, line: number): { row: CustomerRow; notes: string[] } {
  const fields = fieldsOf(record)
  const notes: string[] = []
  const phones = list(fields, 'phones', /[;|,/\n]/).map((text) => normalizePhone(text))
  const emails = list(fields, 'emails', /[;|,\s]+/).map((text) => (email.test(text) ? text.toLowerCase() : null))
  if (phones.includes(null)) notes.push('a phone number is not valid')
  if (emails.includes(null)) notes.push('an e-mail address is not valid')
  const since = first(fields, 'customerSince')
  const customerSince = dateOf(since)
  if (since && !customerSince) notes.push('a date is not valid')
  const [given, ...family] = (first(fields, 'name') ?? '').split(/\s+/).filter(Boolean)
  const address = addressOf(record)
  const addresses = fields.get('addresses')
  const optional = Object.fromEntries(
    (
      [
        'externalId',
        'companyName',
        'webUserId',
        'housecallProId',
        'shopmonkeyId',
        'summary',
        'currentIssueSummary',
        'leadSource',
      ] as const
    )
      .map((field) => [field, first(fields, field)] as const)
      .filter(([, value]) => value !== undefined),
  )
  const firstName = first(fields, 'firstName') ?? given
  const lastName = first(fields, 'lastName') ?? (first(fields, 'firstName') ? undefined : family.join(' ') || undefined)
  const tags = list(fields, 'tags', /[;|,]/)
  return {
    row: {
      line,
      ...optional,
      ...(firstName ? { firstName } : {}),
      ...(lastName ? { lastName } : {}),
      ...(customerSince ? { customerSince } : {}),
      ...(tags.length > 0 ? { tags } : {}),
      phones: [...new Set(phones.filter((phone) => phone !== null))],
      emails: [...new Set(emails.filter((found) => found !== null))],
      addresses: [
        ...(address ? [address] : []),
        ...(Array.isArray(addresses) ? addresses.filter(isRecord).map(addressOf) : []),
      ].filter((found) => found !== null),
    },
    notes,
  }
}
