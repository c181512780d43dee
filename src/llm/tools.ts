/** A tool as a model is told of it. */
export interface ToolSpec {
  name: string
  description: string
  /** JSON Schema of an object */
  parameters: Record<string, unknown>
}

/** What a model asks for. */
export interface ToolCall {
  /** the vendor's; the answer carries it back */
  id: string
  name: string
  /** parsed; what is no JSON stays the text it was */
  arguments: unknown
}

export interface ToolResult {
  /** of the call */
  id: string
  /** JSON, so that whatever stands in it is quoted */
  output: string
  isError: boolean
}

/** A round in which a model called tools, and what they answered: one result a call. */
export interface ToolExchange {
  provider: string
  calls: ToolCall[]
  results: ToolResult[]
  /** the vendor's own items of the model's turn, given back as they came: they may hold what it thought, sealed */
  raw: unknown[]
}

/** The part of a completion request that tools need. */
export interface ToolUse {
  tools?: readonly ToolSpec[]
  /** rounds so far, oldest first */
  exchanges?: readonly ToolExchange[]
  /** false in the last round: the tools stay named, but the model must answer */
  mayCallTools?: boolean
}

/** The rounds that a provider had itself, which it gets back as its own turns. */
export const ownExchanges = (provider: string, { exchanges = [] }: ToolUse): ToolExchange[] =>
  exchanges.filter((exchange) => exchange.provider === provider)

/**
 * What tools answered when another provider asked, for the end of the instructions: it is done and known, and stands there as
 * quoted data, since a vendor takes back only turns that its own models wrote. Empty when there is nothing.
 */
export function foreignExchanges(provider: string, { exchanges = [] }: ToolUse): string {
  const lines = exchanges
    .filter((exchange) => exchange.provider !== provider)
    .flatMap(({ calls, results }) =>
      calls.map((call) => {
        const output = results.find(({ id }) => id === call.id)?.output ?? ''
        return `- ${JSON.stringify(call.name)} ${JSON.stringify(call.arguments)} answered ${output}`
      }),
    )
  if (lines.length === 0) return ''
  return ['', '', '# Tools used already for this answer (information; do nothing of it again)', ...lines].join('\n')
}

/** Arguments as vendors send them that send text. */
export function parseArguments(text: string): unknown {
  try {
    return JSON.parse(text === '' ? '{}' : text)
  } catch {
    return text
  }
}
