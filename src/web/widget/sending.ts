import { ApiError } from './api.ts'
import { type DeliveryDeps, type DeliveryListener, deliver } from './deliver.ts'
import { addDelta, startAgain } from './draft.ts'
import { phaseOf } from './state.ts'
import type { Store } from './store.ts'
import type { Message } from './types.ts'
import { words } from './words.ts'

export interface SendingDeps extends DeliveryDeps {
  store: Store
  /** Something is new: the other tabs may want to know. */
  tellTabs(): void
  /** The chat that a message went to; another one than before when the old one was over. */
  entered(chatId: string): void
}

type Said = Pick<Message, 'text' | 'at'> & { clientId: string }

/** Sends what waits in the outbox, in order, and follows the answers. */
export function createSending(deps: SendingDeps) {
  const { store } = deps
  const followed = new Set<string>()
  let isPumping = false

  const listenerFor = ({ clientId, text, at }: Said, on: { stored(): void; failed(): void }): DeliveryListener => ({
    stored(event) {
      deps.entered(event.chatId)
      store.changeOutgoing((one) => (one.clientId === clientId ? null : one))
      store.receive({ id: event.messageId, clientId, role: 'customer', text, at })
      store.changeDraft(clientId, (known) => ({ ...known, isQueued: event.queued, hasFailed: false }))
      on.stored()
    },
    delta: (piece, id) => store.changeDraft(clientId, (known) => addDelta(known, piece, id)),
    tool: (name, isWorking) => store.changeDraft(clientId, (known) => ({ ...known, tool: isWorking ? name : null })),
    restarted: () => store.changeDraft(clientId, startAgain),
    failed() {
      store.changeDraft(clientId, startAgain)
      on.failed()
    },
    answered(answer) {
      store.changeDraft(clientId, () => null)
      store.receive(answer)
      deps.tellTabs()
    },
  })

  /** Resolves once the message is stored; its answer is followed beyond that. @throws what kept it from being stored */
  const send = async (message: Said): Promise<void> => {
    const { clientId } = message
    if (followed.has(clientId)) return
    followed.add(clientId)
    let isStored = false
    let cannotAnswer = false
    const stored = Promise.withResolvers<void>()
    const listener = listenerFor(message, {
      stored() {
        isStored = true
        stored.resolve()
        deps.tellTabs()
      },
      failed() {
        cannotAnswer = true
      },
    })
    // Over before it is shown as failed: from then on it may be tried again.
    const end = () => followed.delete(clientId)
    deliver(deps, message, listener).then(
      () => {
        end()
        store.changeDraft(clientId, (known) => (cannotAnswer ? { ...known, hasFailed: true } : null))
      },
      (error) => {
        end()
        if (error instanceof ApiError && error.status === 401) store.set({ phase: phaseOf(401) })
        if (isStored) store.changeDraft(clientId, (known) => ({ ...known, tool: null, hasFailed: true }))
        stored.reject(error)
      },
    )
    await stored.promise
  }

  /** The next one goes when the one before is stored. */
  const pump = async () => {
    if (isPumping) return
    isPumping = true
    while (store.state().phase === 'ready') {
      const next = store.state().outbox.find((one) => one.state === 'waiting')
      if (!next) break
      try {
        await send(next)
      } catch (error) {
        store.announce(words.failedAnnouncement)
        // One that is refused itself has failed alone; otherwise those after it would only overtake it.
        const isAlone = error instanceof ApiError && error.status < 500 && error.status !== 429
        store.changeOutgoing((one) => (!isAlone || one.clientId === next.clientId ? { ...one, state: 'failed' } : one))
      }
    }
    isPumping = false
  }

  /** Hears the rest of the answer to a message that is stored. */
  const follow = (clientId: string | null) => {
    const said = store.state().messages.find((one) => one.role === 'customer' && one.clientId === clientId)
    if (said && clientId) send({ clientId, text: said.text, at: said.at }).catch(() => {})
  }

  /** Everything that failed once more: what was not stored is sent, what was not answered is asked for. */
  const retry = () => {
    store.changeOutgoing((one) => (one.state === 'failed' ? { ...one, state: 'waiting' } : one))
    for (const one of store.state().drafts) if (one.hasFailed) follow(one.clientId)
    return pump()
  }

  return { pump, follow, retry }
}
