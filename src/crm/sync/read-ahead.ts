import { JsonText } from '../../db/call.ts'
import type { HousecallClient } from '../housecall/client.ts'
import { createPhoneReader, housecallPhones } from '../housecall/phones.ts'
import { fetchPage, type SyncRequest } from './fetch-page.ts'

/** What a request brought, ready to be taken in; `seenAt` is when it was made. */
export interface Answer {
  seenAt: Date
  /** an array, as text: a page read ahead is encoded while the one before is taken in */
  rows: JsonText
  page: { page: number; totalPages: number | null; totalItems: number | null } | null
  /** E.164 by number as it was sent */
  phones: Record<string, string>
}

export interface PageReader {
  /** What the request brings: the page that was read ahead when it is that one, else asked for now. @throws HousecallError */
  read(client: HousecallClient, request: SyncRequest): Promise<Answer>
  /** Asks for the page that Postgres says is next after this one, if it says so, while this one is taken in. */
  readAhead(client: HousecallClient, request: SyncRequest): void
  /** whether a page was read ahead that nobody has taken yet */
  hasAhead(): boolean
  /** Lets go of what was read ahead; a request that is under way ends. */
  close(): void
}

/** The customers of a job are those of others, too. */
const PHONES_KEPT = 20_000

/** Reads the pages of a run, at most one of them ahead: two pages are held at a time, however many there are. */
export function createPageReader(signal: AbortSignal): PageReader {
  const readPhone = createPhoneReader(PHONES_KEPT)
  let ahead: { key: string; answer: Promise<Answer>; controller: AbortController } | null = null

  const ask = async (client: HousecallClient, request: SyncRequest, until: AbortSignal): Promise<Answer> => {
    const seenAt = new Date()
    const { rows, page } = await fetchPage(client, request, until)
    return { seenAt, rows: new JsonText(JSON.stringify(rows)), page, phones: housecallPhones(rows, readPhone) }
  }
  const close = () => {
    ahead?.controller.abort()
    ahead = null
  }
  return {
    read(client, request) {
      const found = ahead?.key === keyOf(request) ? ahead.answer : null
      if (found) ahead = null
      // Postgres wants another page than the one that it was thought to want.
      else close()
      return found ?? ask(client, request, signal)
    },
    readAhead(client, { nextPage, ...request }) {
      if (nextPage === undefined) return
      const following = { ...request, page: nextPage }
      const controller = new AbortController()
      const answer = turn().then(() => ask(client, following, AbortSignal.any([signal, controller.signal])))
      // What went wrong is told to whoever takes it.
      answer.catch(() => {})
      ahead = { key: keyOf(following), answer, controller }
    },
    hasAhead: () => ahead !== null,
    close,
  }
}

/** The same request of the same claim is told by its place in the run's steps. */
const keyOf = ({ claimId, step, page, pageSize }: SyncRequest) => [claimId, step, page, pageSize].join(' ')

/** Lets what was handed to the database be on its way first: who dies now has lost the page that is asked for and no other. */
const turn = () => new Promise((resolve) => setTimeout(resolve, 0))
