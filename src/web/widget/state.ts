import type { Business, ChatContext, Draft, Message, Outgoing } from './types.ts'

export interface ChatState {
  /** closed: nothing was asked for yet · ended: the link or session is over · refused: not from this page · off · unreachable */
  phase: 'closed' | 'starting' | 'ready' | 'ended' | 'refused' | 'off' | 'unreachable'
  business: Business | null
  isVerified: boolean
  /** what a verified visitor may see of themselves */
  customer: ChatContext['customer']
  /** stored, oldest first */
  messages: Message[]
  /** written here and not yet stored, in the order in which they go */
  outbox: Outgoing[]
  drafts: Draft[]
  /** where messages before the first one are read; null when there are none */
  olderCursor: string | null
  isLoadingOlder: boolean
  isOnline: boolean
  /** what came in while the window was closed */
  unread: number
  /** the last thing to tell who cannot see the screen; `at` differs each time */
  announcement: { at: number; text: string }
}

export const initialState: ChatState = {
  phase: 'closed',
  business: null,
  isVerified: false,
  customer: null,
  messages: [],
  outbox: [],
  drafts: [],
  olderCursor: null,
  isLoadingOlder: false,
  isOnline: true,
  unread: 0,
  announcement: { at: 0, text: '' },
}

export const phaseOf = (status: number): ChatState['phase'] => {
  if (status === 401) return 'ended'
  if (status === 403) return 'refused'
  return status === 503 ? 'off' : 'unreachable'
}
