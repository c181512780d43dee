const DEPTHS = [5, 10, 20] as const

export interface Answered {
  category: string
  evidence: readonly string[]
  /** what was found, best first */
  found: readonly string[]
  milliseconds: number
}

export interface RetrievalScore {
  category: string
  questions: number
  'recall@5': number
  'recall@10': number
  'recall@20': number
  mrr: number
  p50_ms: number
}

/** Recall at three depths and mean reciprocal rank, in percent, averaged over questions: of all, then by category. */
export function scoreRetrieval(answers: readonly Answered[]): RetrievalScore[] {
  const categories = [...new Set(answers.map(({ category }) => category))].sort()
  return [
    scoreOf('all', answers),
    ...categories.map((name) =>
      scoreOf(
        name,
        answers.filter(({ category }) => category === name),
      ),
    ),
  ]
}

function scoreOf(category: string, answers: readonly Answered[]): RetrievalScore {
  const percent = (of: (answer: Answered) => number) =>
    Math.round((1000 * answers.reduce((sum, answer) => sum + of(answer), 0)) / Math.max(answers.length, 1)) / 10
  const recall = (depth: number) =>
    percent(({ evidence, found }) => {
      const first = new Set(found.slice(0, depth))
      return evidence.filter((id) => first.has(id)).length / evidence.length
    })
  const times = answers.map(({ milliseconds }) => milliseconds).sort((a, b) => a - b)
  return {
    category,
    questions: answers.length,
    'recall@5': recall(DEPTHS[0]),
    'recall@10': recall(DEPTHS[1]),
    'recall@20': recall(DEPTHS[2]),
    mrr: percent(({ evidence, found }) => {
      const place = found.findIndex((id) => evidence.includes(id))
      return place < 0 ? 0 : 1 / (place + 1)
    }),
    p50_ms: Math.round((times[Math.floor(times.length / 2)] ?? 0) * 10) / 10,
  }
}
