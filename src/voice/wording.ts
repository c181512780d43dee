import type { ToolSpec } from '../llm/tools.ts'

/** The one tool that is not of the memory: it ends the assistant's part of the call. */
export const TRANSFER_TOOL: ToolSpec = {
  name: 'transfer_call',
  description:
    'Puts the caller through to a person of the shop, or to its voicemail where nobody is there. Use it when the caller asks for a person, is upset, or needs what you cannot do. Tell them first that you are putting them through.',
  parameters: {
    type: 'object',
    properties: { reason: { type: 'string', description: 'What the caller needs, in a few words, for the person.' } },
    required: ['reason'],
    additionalProperties: false,
  },
}

/** What the model goes by until Postgres has said who is calling. */
export const PLAIN_INSTRUCTIONS =
  'You answer the telephone of a home-service business. You know nothing about the caller yet. Speak in one or two short sentences. Ask how you can help; promise nothing, state no price or time, and when the caller wants a person use transfer_call.'

/** The words of an answer that were heard, when so much of its sound was played (0 to 1): whole words, and a sign of the cut. */
export function heardPart(text: string, share: number): string {
  const whole = text.trim()
  if (share >= 1 || whole === '') return whole === '' ? '…' : whole
  const words = whole.slice(0, Math.round(whole.length * Math.max(share, 0)))
  const isWithinWord = /\S$/.test(words) && /^\S/.test(whole.slice(words.length))
  return `${(isWithinWord ? words.replace(/\S+$/, '') : words).trimEnd()}…`
}
