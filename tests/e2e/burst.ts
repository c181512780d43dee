import type { TwilioDouble } from '../fakes/twilio.ts'
import { newSid } from '../fakes/twilio-messages.ts'

/** A text message as its sender knows it. */
export interface SentIn {
  messageSid: string
  from: string
  to: string
  body: string
  /** how often it was posted until it was acknowledged with 200; Twilio posts again what was not */
  posts: number
}

const QUESTIONS = [
  'What are your hours?',
  'How much is a drain cleaning?',
  'Can someone call me back please?',
  'Where are you located?',
]

/** A phone of a burst: one of a few that keep on writing for every fourth message, else one that never wrote before. */
const phoneOf = (n: number) => (n % 4 === 0 ? `+1212555${String((n % 40) + 9000)}` : `+1415${String(2_000_000 + n)}`)

const PATIENCE_MS = 90_000
const PAUSE_MS = 100
const AT_ONCE = 6

/** Posts one signed message until it is acknowledged, as Twilio does with what it could not hand over. */
export async function sendUntilAcknowledged(twilio: TwilioDouble, url: string, to: string, n: number): Promise<SentIn> {
  const message = {
    messageSid: newSid('SM'),
    from: phoneOf(n),
    to,
    body: `${QUESTIONS[n % QUESTIONS.length]} (${n})`,
  }
  const end = Date.now() + PATIENCE_MS
  for (let posts = 1; ; posts += 1) {
    const answer = await twilio.inbound({ url, ...message }).catch(() => null)
    if (answer?.status === 200) return { ...message, posts }
    // What the product refuses for good would be refused forever.
    if (answer && answer.status < 500) throw new Error(`a message was refused with ${answer.status}: ${answer.body}`)
    if (Date.now() > end) throw new Error(`a message was not taken within ${PATIENCE_MS} ms: ${answer?.status}`)
    await Bun.sleep(PAUSE_MS)
  }
}

/** Sends messages, at most so many a second and six at once, until `isOver`; resolves when all are acknowledged. */
export async function burst(
  twilio: TwilioDouble,
  options: { url: string; to: string; perSecond: number; isOver: (sent: number) => boolean },
): Promise<SentIn[]> {
  const acknowledged: SentIn[] = []
  let begun = 0
  const send = async () => {
    while (!options.isOver(begun)) {
      const n = begun
      begun += 1
      const [sent] = await Promise.all([
        sendUntilAcknowledged(twilio, options.url, options.to, n),
        Bun.sleep((AT_ONCE * 1000) / options.perSecond),
      ])
      acknowledged.push(sent)
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, send))
  return acknowledged
}
