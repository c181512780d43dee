import type { ChatState } from './state.ts'

/** Everything that the widget says itself. */
export const words = {
  chatWith: (name: string | null) => (name ? `Chat with ${name}` : 'Chat with us'),
  unread: (count: number) => (count === 1 ? '1 new message' : `${count} new messages`),
  close: 'Close the chat',
  conversation: 'Conversation',
  message: 'Your message',
  placeholder: 'Write a message…',
  send: 'Send',
  quickReplies: 'Suggestions',
  older: 'Earlier messages',
  loading: 'Loading…',
  connecting: 'Connecting…',
  newest: 'New messages',
  you: 'You',
  staff: 'Our team',
  writing: (name: string) => `${name} is writing`,
  queued: 'Your message is next in line',
  waiting: 'Will be sent when you are online',
  sending: 'Sending…',
  notDelivered: 'Not delivered.',
  notAnswered: 'The answer could not be written.',
  retry: 'Try again',
  offline: 'You are offline. What you write is sent when you are back.',
  isBack: 'You are online again.',
  isOffline: 'You are offline.',
  failedAnnouncement: 'A message was not delivered.',
  verified: (name: string | null) => (name ? `Hi ${name}, we know it’s you` : 'We know it’s you'),
  next: (when: string) => `Your next appointment: ${when}`,
} as const

/** What stands in place of the composer when no message can be written. */
export const phaseNotice: Partial<Record<ChatState['phase'], string>> = {
  ended: 'This link has expired. Please ask us for a new one, or call or text us.',
  refused: 'The chat is not available on this page.',
  off: 'The chat is not available right now. Please call or text us.',
  unreachable: 'We cannot be reached right now.',
}

/** What a tool does, for somebody who waits. */
export const toolWords = (name: string): string => {
  if (/^(create|add|record|upsert|correct)/.test(name)) return 'Writing that down…'
  return 'Looking that up…'
}

export const verifyWords = {
  open: 'Are you a customer? Verify your phone',
  title: 'Verify that it’s you',
  why: 'We text you a one-time code. Then we know your appointments and your equipment here.',
  phone: 'Your phone number',
  sendCode: 'Send the code',
  codeSent: (value: string) => `If we know ${value}, a code is on its way.`,
  code: 'The code',
  confirm: 'Confirm',
  other: 'Use another number',
  cancel: 'Not now',
  done: 'Done',
  linked: 'Thank you! We know it’s you now.',
  pending: 'Thank you! Somebody of our team will check it and get back to you.',
  wrong: (left: number) => `That is not the code. ${left === 1 ? 'One try' : `${left} tries`} left.`,
  expired: 'This code has expired. Ask for a new one.',
  locked: 'That was not the code too many times. Please try again later, or call us.',
  invalid: 'That does not look like a phone number.',
  failed: 'That did not work. Please try again in a minute.',
} as const
