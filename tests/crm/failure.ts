import { HousecallError } from '../../src/crm/housecall/client.ts'

/** The HousecallError a call ends in; anything else, success too, fails the test. */
export async function failureOf(call: Promise<unknown>): Promise<HousecallError> {
  const outcome = await call.then(
    (value) => new Error(`expected a failure, got ${JSON.stringify(value)}`),
    (error: unknown) => error,
  )
  if (outcome instanceof HousecallError) return outcome
  throw outcome
}
