import { parseStorableJson } from '../crm/storable-json.ts'
import type { Attempt, FallbackRequest, PlanEntry } from './fallback.ts'
import { completeWithFallback } from './fallback.ts'
import { ModelError, type ModelProvider } from './provider.ts'
import type { Providers } from './providers.ts'
import { jsonSchemaOf, type OutputName, outputSchemas } from './schemas/index.ts'

/** A call as it is recorded: one that brought an answer of another form is `invalid_output`. */
export type StructuredAttempt = Omit<Attempt, 'outcome'> & { outcome: Attempt['outcome'] | 'invalid_output' }

export type StructuredResult =
  | { output: unknown; provider: ModelProvider['name']; model: string }
  /** twice in a row the answer had another form, or was refused */
  | { failure: 'invalid_output' | 'refused' }

/** How often an answer is asked for whose form is wrong. */
export const STRUCTURED_TRIES = 2

/**
 * Asks the providers of the plan for an answer of the named form, and checks it. An answer of another form, or a refusal
 * of all, is asked for once more and then given up on.
 * @param onAttempt told of every call made; it must not throw
 * @throws ModelError when nobody could be asked: worth another try later
 */
export async function completeStructured(
  providers: Providers,
  plan: readonly PlanEntry[],
  { schema: name, ...request }: Omit<FallbackRequest, 'format'> & { schema: OutputName },
  onAttempt: (attempt: StructuredAttempt) => void,
): Promise<StructuredResult> {
  const format = { name, schema: jsonSchemaOf(name) }
  let failure: 'invalid_output' | 'refused' = 'invalid_output'
  for (let tries = 0; tries < STRUCTURED_TRIES; tries += 1) {
    const attempts: Attempt[] = []
    try {
      const answer = await completeWithFallback(providers, plan, { ...request, format }, (one) => attempts.push(one))
      if (answer.provider === 'local') throw new ModelError('plan', 'unavailable', { code: 'no_provider' })
      const output = parse(name, answer.result.text)
      report(attempts, output === undefined, onAttempt)
      if (output !== undefined) return { output, provider: answer.provider, model: answer.result.model }
      failure = 'invalid_output'
    } catch (error) {
      report(attempts, false, onAttempt)
      if (!(error instanceof ModelError) || (error.kind !== 'refused' && error.kind !== 'empty')) throw error
      failure = error.kind === 'refused' ? 'refused' : 'invalid_output'
    }
  }
  return { failure }
}

function report(attempts: Attempt[], isInvalid: boolean, onAttempt: (attempt: StructuredAttempt) => void) {
  for (const attempt of attempts)
    onAttempt(isInvalid && attempt.outcome === 'ok' ? { ...attempt, outcome: 'invalid_output' } : attempt)
}

const parse = (name: OutputName, text: string): unknown => outputSchemas[name].safeParse(parseStorableJson(text)).data
