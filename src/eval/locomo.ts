import { z } from 'zod'

const turn = z.object({
  speaker: z.string(),
  dia_id: z.string(),
  text: z.string(),
  blip_caption: z.string().optional(),
})
const question = z.object({
  question: z.string(),
  category: z.union([z.number(), z.string()]).default('all'),
  evidence: z.array(z.string()).default([]),
})
const fileSchema = z.array(z.object({ conversation: z.record(z.string(), z.unknown()), qa: z.array(question) })).min(1)

export interface EvalTurn {
  /** the turn's id in its file (D3:12) */
  id: string
  session: number
  text: string
}

export interface EvalQuestion {
  text: string
  category: string
  /** ids of the turns that answer it; never empty */
  evidence: string[]
}

export interface EvalConversation {
  turns: EvalTurn[]
  questions: EvalQuestion[]
}

/**
 * A data set in the format of LoCoMo (Maharana et al. 2024): conversations of sessions of turns, and questions with the
 * turns that answer them. A turn is indexed as "Speaker: text" plus its picture's caption. Labels are split and repaired
 * ("D8:6; D9:17", "D:11:26", "D30:05"); ids of no turn are dropped, and so are questions left without evidence.
 * @throws ZodError where the file has another shape
 */
export function parseLocomo(json: unknown): EvalConversation[] {
  return fileSchema.parse(json).map(({ conversation, qa }) => {
    const turns = turnsOf(conversation)
    const known = new Set(turns.map(({ id }) => id))
    const questions = qa.map(({ question: text, category, evidence }) => ({
      text,
      category: String(category),
      evidence: [...new Set(evidence.flatMap(repairLabels))].filter((id) => known.has(id)),
    }))
    return { turns, questions: questions.filter(({ evidence }) => evidence.length > 0) }
  })
}

function turnsOf(conversation: Record<string, unknown>): EvalTurn[] {
  const sessions = Object.keys(conversation)
    .flatMap((key) => /^session_(\d+)$/.exec(key)?.[1] ?? [])
    .map(Number)
    .sort((a, b) => a - b)
  return sessions.flatMap((session) =>
    z
      .array(turn)
      .parse(conversation[`session_${session}`])
      .map(({ speaker, dia_id, text, blip_caption }) => ({
        id: repairLabels(dia_id)[0] ?? dia_id,
        session,
        text: `${speaker}: ${text}${blip_caption ? ` ${blip_caption}` : ''}`,
      })),
  )
}

const repairLabels = (label: string): string[] =>
  label.split(/[;,\s]+/).flatMap((part) => {
    const numbers = /^D:?(\d+):0*(\d+)$/.exec(part)
    return numbers ? [`D${Number(numbers[1])}:${numbers[2]}`] : []
  })
