import { dateOf, degreesOf, fieldsOf, firstOf, integerOf, listOf } from './fields.ts'

/** An address as `api.import_customers` takes it, with the property and water heater columns of `customer_addresses`. */
export interface AddressRow {
  street: string
  streetLine2?: string
  city?: string
  state?: string
  zip?: string
  latitude?: number
  longitude?: number
  housecallProAddressId?: string
  propertyType?: string
  yearBuilt?: number
  knownIssues: string[]
  /** years, as of asOf */
  plumbingAge?: number
  lastServiceDate?: string
  lastServiceType?: string
  lastInspectionDate?: string
  waterHeaterType?: string
  waterHeaterBrand?: string
  waterHeaterInstallDate?: string
  /** years, as of asOf */
  waterHeaterAge?: number
  /** when the ages were written down; today where it is not known */
  asOf?: string
}

/** What a column may be called, by field. */
const names = {
  street: ['street', 'address', 'streetaddress', 'address1', 'addressline1'],
  streetLine2: ['streetline2', 'address2', 'addressline2', 'unit'],
  city: ['city', 'town'],
  state: ['state', 'region'],
  zip: ['zip', 'zipcode', 'postalcode', 'postcode'],
  latitude: ['latitude', 'lat'],
  longitude: ['longitude', 'lng', 'lon'],
  housecallProAddressId: ['housecallproaddressid'],
  propertyType: ['propertytype'],
  yearBuilt: ['yearbuilt'],
  knownIssues: ['knownissues'],
  plumbingAge: ['plumbingage'],
  lastServiceDate: ['lastservicedate', 'lastservice'],
  lastServiceType: ['lastservicetype'],
  lastInspectionDate: ['lastinspectiondate', 'lastinspection'],
  waterHeaterType: ['waterheatertype'],
  waterHeaterBrand: ['waterheaterbrand', 'waterheatermake'],
  waterHeaterInstallDate: ['waterheaterinstalldate', 'waterheaterinstalled'],
  waterHeaterAge: ['waterheaterage'],
  asOf: ['updatedat'],
} satisfies Record<string, string[]>

const propertyTypes = ['residential', 'commercial', 'multi-family']

/** The address in a record, or null when it names no street. What is not valid is left out. */
export function addressOf(record: Record<string, unknown>): AddressRow | null {
  const fields = fieldsOf(record)
  const text = (field: keyof typeof names) => firstOf(fields, names[field])
  const date = (field: keyof typeof names) => dateOf(text(field))
  const street = text('street')
  if (!street) return null
  const propertyType = text('propertyType')
  const row = {
    streetLine2: text('streetLine2'),
    city: text('city'),
    state: text('state'),
    zip: text('zip'),
    latitude: degreesOf(fields, names.latitude, 90),
    longitude: degreesOf(fields, names.longitude, 180),
    housecallProAddressId: text('housecallProAddressId'),
    propertyType: propertyType && propertyTypes.includes(propertyType) ? propertyType : undefined,
    yearBuilt: integerOf(fields, names.yearBuilt, 1600, 2200),
    plumbingAge: integerOf(fields, names.plumbingAge, 0, 400),
    lastServiceDate: date('lastServiceDate'),
    lastServiceType: text('lastServiceType'),
    lastInspectionDate: date('lastInspectionDate'),
    waterHeaterType: text('waterHeaterType'),
    waterHeaterBrand: text('waterHeaterBrand'),
    waterHeaterInstallDate: date('waterHeaterInstallDate'),
    waterHeaterAge: integerOf(fields, names.waterHeaterAge, 0, 100),
    asOf: date('asOf'),
  }
  const known = Object.entries(row).filter(([, value]) => value !== undefined)
  return { street, knownIssues: listOf(fields, names.knownIssues), ...Object.fromEntries(known) }
}
