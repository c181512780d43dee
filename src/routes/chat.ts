import { phoneToFind } from '../channels/phone.ts'
import { type ProgressReader, readAlone, readTogether } from '../chat/progress-reader.ts'
import { placeOf, showProgress } from '../chat/show-progress.ts'
import { watchReply } from '../chat/watch-reply.ts'
import type { Api, ApiResult } from '../db/generated.ts'
import type { ChatAuth } from '../http/chat-auth.ts'
import { eventStreamHeaders, openEventStream } from '../http/event-stream.ts'
import { ProblemError } from '../http/problem.ts'
import type { RouteDeps } from '../http/types.ts'
import { newRouter } from '../http/validation.ts'
import { chatDefinitions } from './chat-definitions.ts'

/** The api functions that the routes of a chat call. */
export type ChatApi = Pick<
  Api,
  | 'postChatMessage'
  | 'readReplyDrafts'
  | 'listChatHistory'
  | 'getChatContext'
  | 'startChatVerification'
  | 'confirmChatVerification'
>

type Posted = ApiResult<'postChatMessage'>
type ChatDeps = Omit<RouteDeps<ChatApi>, 'auth'> & { chatAuth: ChatAuth }

/** How long a request waits for its answer, and how long a stream follows one. */
const WAIT_MS = 25_000
const STREAM_MS = 180_000

/** What a visitor does in a chat, with a session of it. */
export const chatRoutes = (deps: ChatDeps) => {
  const { api, env, logger, access, chatAuth, drafts, afterChatMessage, keepOpen } = deps
  const app = newRouter()
  const routes = chatDefinitions(chatAuth)
  // Streams of this process ask together; on Workers, where there is no hub, each asks for itself.
  const read: ProgressReader = drafts ? readTogether(api) : readAlone(api)

  const post = async (chat: { tenantId: string; chatId: string }, given: { message: string; clientId: string }) => {
    const posted = await api.postChatMessage({
      tenantId: chat.tenantId,
      chatId: chat.chatId,
      clientId: given.clientId,
      text: given.message,
      defaultTimeoutHours: env.CONVERSATION_TIMEOUT_HOURS,
    })
    afterChatMessage?.()
    return posted
  }
  const watchedBy = (tenantId: string, { conversationId, message, outcome }: Posted) => ({
    tenantId,
    conversationId,
    messageId: message.id,
    isNew: outcome === 'stored',
    read,
    hub: drafts,
  })

  app.openapi(routes.post, async (c) => {
    const { chat } = c.var
    const posted = await post(chat, c.req.valid('json'))
    const signal = AbortSignal.any([c.var.signal, AbortSignal.timeout(WAIT_MS)])
    let reply: Posted['message'] | null = null
    const watching = watchReply({
      ...watchedBy(chat.tenantId, posted),
      signal,
      onProgress: (progress) => {
        if (progress.state === 'done') reply = progress.reply
      },
    })
    await watching
    c.header('Cache-Control', 'no-store')
    return c.json({ message: posted.message, reply, state: reply ? ('answered' as const) : ('pending' as const) }, 200)
  })

  app.openapi(routes.stream, async (c) => {
    const { tenantId, chatId } = c.var.chat
    const posted = await post(c.var.chat, c.req.valid('json'))
    const { id: messageId, clientId } = posted.message
    const stream = openEventStream(c.req.raw.signal)
    const signal = AbortSignal.any([stream.signal, AbortSignal.timeout(STREAM_MS)])
    const show = showProgress(messageId, placeOf(c.req.valid('header')['last-event-id'], messageId), stream.send)
    const isBehind = posted.outcome === 'stored' && drafts?.of(posted.conversationId) !== undefined
    stream.send('session', { chatId, messageId, clientId, queued: isBehind })
    const following = (async () => {
      let isAnswered = false
      try {
        await watchReply({
          ...watchedBy(tenantId, posted),
          signal,
          onProgress: (progress) => {
            isAnswered = progress.state === 'done'
            show(progress)
          },
        })
        if (!isAnswered) stream.send('error', { code: 'time_limit', recovering: false })
      } catch (error) {
        // The answer is written all the same, and comes with the history.
        logger.warn('chat_stream_failed', { requestId: c.get('requestId'), error })
        stream.send('error', { code: 'unavailable', recovering: false })
      }
      if (!isAnswered) stream.send('done', {})
      stream.close()
    })()
    keepOpen?.(following)
    return c.body(stream.body, 200, eventStreamHeaders) as never
  })

  app.openapi(routes.history, async (c) => {
    const { cursor, limit } = c.req.valid('query')
    const { tenantId, chatId } = c.var.chat
    c.header('Cache-Control', 'no-store')
    return c.json(await api.listChatHistory({ tenantId, chatId, limit, ...(cursor ? { cursor } : {}) }), 200)
  })

  app.openapi(routes.context, async (c) => {
    const { tenantId, chatId } = c.var.chat
    const { customerId, ...context } = await api.getChatContext({ tenantId, chatId })
    if (customerId) access.read(c, customerId)
    c.header('Cache-Control', 'no-store')
    return c.json(context, 200)
  })

  app.openapi(routes.startVerification, async (c) => {
    const { tenantId, chatId } = c.var.chat
    const { type, value } = c.req.valid('json')
    const normal = type === 'phone' ? phoneToFind(value) : value.toLowerCase()
    if (!normal) throw new ProblemError('validation_failed', { detail: 'This is no telephone number.' })
    return c.json(await api.startChatVerification({ tenantId, chatId, type, value: normal }), 202)
  })

  app.openapi(routes.confirmVerification, async (c) => {
    const { tenantId, chatId } = c.var.chat
    const { verificationId } = c.req.valid('param')
    const { code } = c.req.valid('json')
    c.header('Cache-Control', 'no-store')
    return c.json(await api.confirmChatVerification({ tenantId, chatId, verificationId, code }), 200)
  })

  return app
}
