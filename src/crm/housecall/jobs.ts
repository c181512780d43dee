import type { CallOptions, HousecallAccount } from './account.ts'
import { housecallCode } from './errors.ts'
import { type JobFilters, type JobInput, jobSchema, queryOf } from './job.ts'
import { appointmentSchema, jobNoteSchema, lineItemSchema } from './job-parts.ts'
import { readCreated, readRecord, readRecords } from './lenient.ts'
import { type PageOptions, pagesOf } from './pages.ts'

/** Jobs and what hangs on them. Each throws HousecallError: `gone` for a job that was deleted or archived. */
export function jobsOf(account: HousecallAccount) {
  const report = account.onMismatch
  const pathOf = (jobId: string, ...parts: string[]) =>
    ['/jobs', ...[jobId, ...parts].map((part) => encodeURIComponent(part))].join('/')

  /** What is to be gone and is not there is gone. */
  const remove = async (call: string, path: string, options?: CallOptions): Promise<void> => {
    await account.call({ call, method: 'DELETE', path }, options).catch((error: unknown) => {
      const code = housecallCode(error)
      if (code !== 'not_found' && code !== 'gone') throw error
    })
  }

  return {
    pages: (filters: JobFilters = {}, options?: PageOptions) => {
      const listing = { call: 'jobs.list', path: '/jobs', key: 'jobs', schema: jobSchema, query: queryOf(filters) }
      return pagesOf(account, listing, options)
    },
    async get(jobId: string, { expand, ...options }: CallOptions & { expand?: JobFilters['expand'] } = {}) {
      const request = { call: 'jobs.get', method: 'GET', path: pathOf(jobId), query: { expand } } as const
      return readRecord(jobSchema, await account.call(request, options), request.call, report)
    },
    async create(body: JobInput, options?: CallOptions) {
      const request = { call: 'jobs.create', method: 'POST', path: '/jobs', body } as const
      return readCreated(jobSchema, await account.call(request, options), request.call, report)
    },
    /** One call a job: the vendor lists them no other way. */
    async lineItems(jobId: string, options?: CallOptions) {
      const request = { call: 'jobs.lineItems', method: 'GET', path: pathOf(jobId, 'line_items') } as const
      return readRecords(lineItemSchema, await account.call(request, options), 'line_items', request.call, report)
    },
    async appointments(jobId: string, options?: CallOptions) {
      const request = { call: 'jobs.appointments', method: 'GET', path: pathOf(jobId, 'appointments') } as const
      return readRecords(appointmentSchema, await account.call(request, options), 'appointments', request.call, report)
    },
    /** Returns the note; its id is null when the vendor did not say it: read it off the job then. */
    async createNote(jobId: string, content: string, options?: CallOptions) {
      const path = pathOf(jobId, 'notes')
      const request = { call: 'jobs.createNote', method: 'POST', path, body: { content } } as const
      const note = jobNoteSchema.safeParse(await account.call(request, options)).data
      return { id: note?.id ?? null, content }
    },
    deleteNote: (jobId: string, noteId: string, options?: CallOptions) =>
      remove('jobs.deleteNote', pathOf(jobId, 'notes', noteId), options),
    /** By the tag's id, see tags(); a job that is read has their names. */
    async addTag(jobId: string, tagId: string, options?: CallOptions): Promise<void> {
      const path = pathOf(jobId, 'tags')
      await account.call({ call: 'jobs.addTag', method: 'POST', path, body: { tag_id: tagId } }, options)
    },
    removeTag: (jobId: string, tagId: string, options?: CallOptions) =>
      remove('jobs.removeTag', pathOf(jobId, 'tags', tagId), options),
  }
}
