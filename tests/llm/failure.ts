import { ModelError } from '../../src/llm/provider.ts'

/** The ModelError a call ends in; anything else, success too, fails the test. */
export async function failureOf(call: Promise<unknown>): Promise<ModelError> {
  const outcome = await call.then(
    (value) => new Error(`expected a failure, got ${JSON.stringify(value)}`),
    (error: unknown) => error,
  )
  if (outcome instanceof ModelError) return outcome
  throw outcome
}
