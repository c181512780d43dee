import { normalizePhone } from '../../channels/phone.ts'
import { type AddressRow, addressOf } from './address-row.ts'
import { dateOf, fieldsOf, firstOf, flagOf, listOf } from './fields.ts'

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
  /** channels on which the phones, or e-mail addresses, of this row refused to be contacted */
  optOuts?: ('sms' | 'email')[]
  addresses: AddressRow[]
}

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
  smsOptOut: ['smsoptout', 'optout', 'optedout', 'donottext', 'unsubscribed', 'donotcontact'],
  emailOptOut: ['emailoptout', 'unsubscribed', 'donotemail', 'donotcontact'],
} satisfies Record<string, string[]>

const email = /^[^@\s]+@[^@\s]+\.[^@\s]+$/
const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** A record of any export as a row, normalised; `notes` says what was left out, without its value. */
export function toCustomerRow(record: Record<string, unknown>, line: number): { row: CustomerRow; notes: string[] } {
  const fields = fieldsOf(record)
  const notes: string[] = []
  const phones = listOf(fields, names.phones, /[;|,/\n]/).map((text) => normalizePhone(text))
  const emails = listOf(fields, names.emails, /[;|,\s]+/).map((text) => (email.test(text) ? text.toLowerCase() : null))
  if (phones.includes(null)) notes.push('a phone number is not valid')
  if (emails.includes(null)) notes.push('an e-mail address is not valid')
  const since = firstOf(fields, names.customerSince)
  const customerSince = dateOf(since)
  if (since && !customerSince) notes.push('a date is not valid')
  const [given, ...family] = (firstOf(fields, names.name) ?? '').split(/\s+/).filter(Boolean)
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
      .map((field) => [field, firstOf(fields, names[field])] as const)
      .filter(([, value]) => value !== undefined),
  )
  const firstName = firstOf(fields, names.firstName) ?? given
  const lastName =
    firstOf(fields, names.lastName) ?? (firstOf(fields, names.firstName) ? undefined : family.join(' ') || undefined)
  const optOuts = (['sms', 'email'] as const).filter((channel) => flagOf(fields, names[`${channel}OptOut`]))
  const tags = listOf(fields, names.tags, /[;|,]/)
  return {
    row: {
      line,
      ...optional,
      ...(firstName ? { firstName } : {}),
      ...(lastName ? { lastName } : {}),
      ...(customerSince ? { customerSince } : {}),
      ...(tags.length > 0 ? { tags } : {}),
      ...(optOuts.length > 0 ? { optOuts } : {}),
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
