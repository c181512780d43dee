import type { MiddlewareHandler } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { ProblemError } from './problem.ts'
import type { AppEnv } from './types.ts'

const DEFAULT_BODY = 1024 * 1024
const WEBHOOK_BODY = 256 * 1024
/** A chat message has 4,000 characters at most. */
const CHAT_BODY = 16 * 1024

const tooLarge = (bytes: number) => () => {
  throw new ProblemError('body_too_large', { detail: `At most ${bytes} bytes are read here.` })
}

/** Refuses a body over 1 MiB, or over 256 KiB under /webhooks/ and 16 KiB under /api/chat/, before it is read whole. */
export const bodyLimits = (): MiddlewareHandler<AppEnv> => {
  const byDefault = bodyLimit({ maxSize: DEFAULT_BODY, onError: tooLarge(DEFAULT_BODY) })
  const webhook = bodyLimit({ maxSize: WEBHOOK_BODY, onError: tooLarge(WEBHOOK_BODY) })
  const chat = bodyLimit({ maxSize: CHAT_BODY, onError: tooLarge(CHAT_BODY) })
  return (c, next) => {
    if (c.req.path.startsWith('/api/chat/')) return chat(c, next)
    return c.req.path.startsWith('/webhooks/') ? webhook(c, next) : byDefault(c, next)
  }
}

/** Answers `time_limit` after `ms` and aborts `c.var.signal`, which aborts as well when the client goes away. */
export const timeLimit =
  (ms: number): MiddlewareHandler<AppEnv> =>
  async (c, next) => {
    const limit = new AbortController()
    c.set('signal', AbortSignal.any([c.req.raw.signal, limit.signal]))
    let timer: ReturnType<typeof setTimeout> | undefined
    const expired = new Promise<never>((_, reject) => {
      timer = setTimeout(() => {
        const problem = new ProblemError('time_limit')
        limit.abort(problem)
        reject(problem)
      }, ms)
    })
    try {
      await Promise.race([next(), expired])
    } finally {
      clearTimeout(timer)
    }
  }

/** `work`, or a rejection with the code `CONNECT_TIMEOUT` after `ms`; `work` itself runs on. */
export const within = async <T>(ms: number, work: Promise<T>): Promise<T> => {
  let timer: ReturnType<typeof setTimeout> | undefined
  const expired = new Promise<never>((_, reject) => {
    const late = Object.assign(new Error('no answer in time'), { code: 'CONNECT_TIMEOUT' })
    timer = setTimeout(() => reject(late), ms)
  })
  try {
    return await Promise.race([work, expired])
  } finally {
    clearTimeout(timer)
  }
}
