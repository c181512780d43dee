import type { CompletionRequest } from './provider.ts'
import { ModelError } from './provider.ts'

export type Turn = CompletionRequest['turns'][number]

/**
 * Makes a conversation fit both vendors: turns without text go (Anthropic refuses empty text), turns of the same role
 * in a row become one, a line each.
 * @throws ModelError invalid_request when nothing is left to answer, that is, unless the last turn is the user's
 *   (current Anthropic models refuse to continue an assistant's turn).
 */
export function foldTurns(provider: string, turns: readonly Turn[]): Turn[] {
  const folded: Turn[] = []
  for (const { role, content } of turns) {
    if (content.trim() === '') continue
    const last = folded.at(-1)
    if (last?.role === role) last.content += `\n${content}`
    else folded.push({ role, content })
  }
  if (folded.at(-1)?.role !== 'user') throw new ModelError(provider, 'invalid_request', { code: 'no_user_turn_last' })
  return folded
}
