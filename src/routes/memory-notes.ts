import type { Context } from 'hono'
import type { Api, ApiResult } from '../db/generated.ts'
import { ProblemError } from '../http/problem.ts'
import type { AppEnv, RouteDeps } from '../http/types.ts'
import { newRouter } from '../http/validation.ts'
import { memoryNotesDefinitions } from './memory-notes-definitions.ts'

/** The api functions that these routes call. */
export type MemoryNotesApi = Pick<
  Api,
  'listMemoryNotes' | 'addMemoryNote' | 'correctMemoryNote' | 'retireMemoryNote' | 'restoreMemoryNote'
>

type Changed = NonNullable<ApiResult<'correctMemoryNote'>>

/** What is remembered about customers, for people to look at and set right. */
export const memoryNotesRoutes = ({ api, auth, access }: RouteDeps<MemoryNotesApi>) => {
  const app = newRouter()
  const routes = memoryNotesDefinitions(auth)
  const actorOf = (c: Context<AppEnv>) => ({ tenantId: c.var.caller.tenantId, actor: `key:${c.var.caller.keyId}` })
  const asVersion = (version: number) => ({ ETag: `"${version}"`, 'Cache-Control': 'no-store' })
  const versionOf = (ifMatch: string) => Number(ifMatch.slice(1, -1))

  /** The note after a change, or a problem with the note as somebody else left it. */
  function settled(c: Context<AppEnv>, { outcome, note }: Changed) {
    access.read(c, note.customerId)
    if (outcome === 'updated') return note
    const detail = 'Somebody else changed it meanwhile.'
    throw new ProblemError('conflict', { detail, current: note, headers: asVersion(note.version) })
  }

  app.openapi(routes.list, async (c) => {
    const customerId = c.req.valid('param').id
    const all = c.req.valid('query').all === 'true'
    const notes = await api.listMemoryNotes({ tenantId: c.var.caller.tenantId, customerId, all })
    access.read(c, notes[0]?.customerId ?? customerId)
    c.header('Cache-Control', 'no-store')
    return c.json(notes, 200)
  })

  app.openapi(routes.add, async (c) => {
    const note = await api.addMemoryNote({
      ...actorOf(c),
      customerId: c.req.valid('param').id,
      ...c.req.valid('json'),
    })
    access.read(c, note.customerId)
    return c.json(note, 201, asVersion(note.version))
  })

  app.openapi(routes.correct, async (c) => {
    const { id: customerId, noteId } = c.req.valid('param')
    const version = versionOf(c.req.valid('header')['if-match'])
    const changes = c.req.valid('json')
    const note = settled(c, await api.correctMemoryNote({ ...actorOf(c), customerId, noteId, changes, version }))
    return c.json(note, 200, asVersion(note.version))
  })

  app.openapi(routes.retire, async (c) => {
    const { id: customerId, noteId } = c.req.valid('param')
    const version = versionOf(c.req.valid('header')['if-match'])
    const note = settled(c, await api.retireMemoryNote({ ...actorOf(c), customerId, noteId, version }))
    return c.json(note, 200, asVersion(note.version))
  })

  app.openapi(routes.restore, async (c) => {
    const { id: customerId, noteId } = c.req.valid('param')
    const version = versionOf(c.req.valid('header')['if-match'])
    const note = settled(c, await api.restoreMemoryNote({ ...actorOf(c), customerId, noteId, version }))
    return c.json(note, 200, asVersion(note.version))
  })

  return app
}
