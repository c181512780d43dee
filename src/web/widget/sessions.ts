import { type ChatApi, isUnauthorized } from './api.ts'
import type { Slot } from './storage.ts'
import type { Door, Session } from './types.ts'

export interface Sessions {
  /** Runs the call with the session; one that is no longer valid is renewed once. @throws ApiError 401 when it cannot be */
  with<T>(call: (session: Session) => Promise<T>): Promise<T>
}

/**
 * The session of this browser: kept in `stored`, opened when there is none, renewed when the API no longer takes it.
 * `exclusively` lets one tab at a time open one, so that tabs share a chat instead of beginning one each.
 */
export function createSessions(deps: {
  api: ChatApi
  door: Door
  stored: Slot<Session>
  exclusively<T>(work: () => Promise<T>): Promise<T>
}): Sessions {
  const { api, door, stored } = deps

  const open = async (): Promise<Session> => {
    const last = stored.read()
    if (!('widget' in door) || !last) return api.open(door)
    try {
      return await api.open(door, { chatId: last.chatId, token: last.token })
    } catch (error) {
      // A visitor who is not known any more begins a new chat.
      if (!isUnauthorized(error)) throw error
      return api.open(door)
    }
  }

  /** A session other than the refused one: another tab's, or a new one. */
  const obtain = (refused: string | null): Promise<Session> =>
    deps.exclusively(async () => {
      const last = stored.read()
      if (last && last.token !== refused) return last
      const session = await open()
      stored.write(session)
      return session
    })

  let obtaining: Promise<Session> | null = null
  const obtainOnce = (refused: string | null) => {
    obtaining ??= obtain(refused).finally(() => {
      obtaining = null
    })
    return obtaining
  }

  return {
    async with(call) {
      const session = stored.read() ?? (await obtainOnce(null))
      try {
        return await call(session)
      } catch (error) {
        if (!isUnauthorized(error)) throw error
        return call(await obtainOnce(session.token))
      }
    },
  }
}
