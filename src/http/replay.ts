/** How far a vendor's signed timestamp may be from our clock: what Svix, Standard Webhooks and OpenAI's SDK allow. */
export const REPLAY_TOLERANCE_SECONDS = 300

/**
 * Whether the timestamp that a vendor signed together with the body is of now, so that a recorded request cannot be sent
 * again later. Check the signature first: only then is the timestamp the vendor's. Vendors that sign none (Twilio) are
 * covered by the unique key of each event.
 * @param timestamp the header as received: whole seconds since 1970
 */
export function isOfNow(
  timestamp: string | null | undefined,
  now: Date,
  toleranceSeconds = REPLAY_TOLERANCE_SECONDS,
): boolean {
  if (!timestamp || !/^\d{1,12}$/.test(timestamp)) return false
  return Math.abs(now.getTime() / 1000 - Number(timestamp)) <= toleranceSeconds
}
