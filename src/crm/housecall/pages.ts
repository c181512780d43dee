import type { z } from 'zod'
import type { CallOptions, HousecallAccount } from './account.ts'
import type { Query } from './http.ts'
import { readRecords } from './lenient.ts'

export interface Page<Item> {
  items: Item[]
  /** from 1 */
  page: number
  /** as the vendor counted when it answered; 0 when there is nothing, null when it did not say */
  totalPages: number | null
  totalItems: number | null
}

export interface PageOptions extends CallOptions {
  /** the first page read, 1 when left out */
  fromPage?: number
  /** 1 to 200, 200 when left out */
  pageSize?: number
}

export interface Listing<Schema extends z.ZodType> {
  call: string
  path: string
  /** name of the list in the answer */
  key: string
  schema: Schema
  query?: Query
}

const LARGEST_PAGE = 200

/**
 * Reads a list page by page, each only when it is asked for. The list may change meanwhile: what is added at its front pushes
 * records onto a page that comes later, so that they come twice, and what is taken out pulls others onto one that was read.
 * @throws HousecallError
 */
export async function* pagesOf<Schema extends z.ZodType>(
  account: HousecallAccount,
  listing: Listing<Schema>,
  { fromPage = 1, pageSize = LARGEST_PAGE, ...options }: PageOptions = {},
): AsyncGenerator<Page<z.output<Schema>>, void, void> {
  if (!(Number.isInteger(pageSize) && pageSize >= 1 && pageSize <= LARGEST_PAGE)) {
    throw new RangeError(`a page of HousecallPro holds 1 to ${LARGEST_PAGE} records`)
  }
  const { call, path, key, schema, query } = listing
  for (let page = fromPage; ; page += 1) {
    const request = { call, method: 'GET', path, query: { ...query, page, page_size: pageSize } } as const
    const body = await account.call(request, options)
    const items = readRecords(schema, body, key, call, account.onMismatch)
    const totalPages = wholeNumber(body, 'total_pages', 'total_pages_count')
    yield { items, page, totalPages, totalItems: wholeNumber(body, 'total_items', 'total_count') }
    const isLast = totalPages === null ? items.length < pageSize : page >= totalPages
    // A count that is wrong must not keep us asking.
    if (isLast || items.length === 0) return
  }
}

/** All records of a list one after the other. */
export async function* itemsOf<Item>(pages: AsyncIterable<Page<Item>>): AsyncGenerator<Item, void, void> {
  for await (const { items } of pages) yield* items
}

function wholeNumber(body: unknown, ...names: string[]): number | null {
  const found = names.map((name) => (body as Record<string, unknown>)[name]).find(Number.isInteger)
  return typeof found === 'number' ? found : null
}
