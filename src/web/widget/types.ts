/** What the chat API sends, as the widget reads it (src/routes/chat.ts says more). */
export interface Message {
  id: string
  /** what the sender's browser called it; null on what others wrote */
  clientId: string | null
  role: 'customer' | 'assistant' | 'staff' | 'system'
  text: string
  /** ISO 8601 */
  at: string
}

export interface Business {
  name: string
  assistantName: string
  greeting: string | null
  /** #rrggbb */
  accentColor: string | null
  quickReplies: string[]
  timeZone: string
}

export interface Session {
  chatId: string
  token: string
  expiresAt: string
  isVerified: boolean
  business: Business
}

export interface History {
  /** oldest first */
  messages: Message[]
  /** where older ones go on; null when there are none */
  nextCursor: string | null
  /** the message that is being answered now */
  pending: string | null
}

export interface ChatContext {
  isVerified: boolean
  business: Business
  customer: {
    firstName: string | null
    nextAppointment?: { start: string | null; timeZone: string | null } | null
  } | null
}

export interface Verification {
  outcome: 'linked' | 'pending' | 'wrong' | 'expired' | 'locked'
  attemptsLeft: number
  isVerified: boolean
}

/** Who opens the chat: the holder of a link, or a visitor of the site whose widget has this public key. */
export type Door = { token: string } | { widget: string }

/** A message on its way. */
export interface Outgoing {
  clientId: string
  text: string
  /** ISO 8601, by the visitor's clock */
  at: string
  state: 'waiting' | 'failed'
}

/** A reply as far as it is written. */
export interface Draft {
  /** the message that it answers */
  clientId: string
  text: string
  /** which writing of it this is: another one begins when a provider failed */
  generation: string | null
  /** a tool that works right now */
  tool: string | null
  /** whether another reply is written first */
  isQueued: boolean
  /** whether the writing failed for good */
  hasFailed: boolean
}
