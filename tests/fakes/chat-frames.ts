/** One event of the chat's stream as it goes over the wire. */
export interface Frame {
  id: string | null
  text: string
}

const frame = (name: string, data: unknown, id: string | null = null): Frame => ({
  id,
  text: `event: ${name}\n${id ? `id: ${id}\n` : ''}data: ${JSON.stringify(data)}\n\n`,
})

/** The pieces of one writing of an answer, each with the place after it. */
function pieces(messageId: string, generation: number, texts: readonly string[]): Frame[] {
  let offset = 0
  return texts.map((text) => {
    offset += text.length
    return frame('delta', { text }, `${messageId}:${generation}:${offset}`)
  })
}

/** What follows `session` when an answer is written; `void` is what a provider wrote that failed. */
export const answerFrames = (
  messageId: string,
  said: { pieces: string[]; tool?: string; void?: string[] },
  reply: object,
): Frame[] => [
  ...(said.tool ? [frame('tool', { name: said.tool, state: 'started' })] : []),
  ...(said.void
    ? [...pieces(messageId, 1, said.void), frame('error', { code: 'provider_failed', recovering: true })]
    : []),
  ...pieces(messageId, 2, said.pieces),
  frame('message', reply, `${messageId}:done`),
  frame('usage', { provider: 'local', model: 'local', inputTokens: 1, outputTokens: 1, reason: null }),
  frame('done', {}),
]

/** What follows `session` when the answer cannot be written, or no longer be watched. */
export const failedFrames = (code: string): Frame[] => [frame('error', { code, recovering: false }), frame('done', {})]
