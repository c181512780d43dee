/** How fast the double writes: a token each 20 ms. */
const TOKENS_PER_SECOND = 50
const API_KEY = 'sk-bench'

const eventOf = (name: string, facts: object) => `event: ${name}\ndata: ${JSON.stringify({ type: name, ...facts })}\n\n`

/** Each token says when it was written, so that whoever gets it knows how long it took. */
const tokenNow = () => `${performance.now().toFixed(2)}| `

/** When the tokens in a text were written, in milliseconds of this process's clock. */
export const writtenAt = (text: string): number[] => [...text.matchAll(/(\d+\.\d\d)\|/g)].map(([, at]) => Number(at))

/** The Responses API of OpenAI as far as a stream of one text needs it, at a steady pace (the strict double is tests/fakes/openai.ts). */
export function startPacedDouble(tokens: number) {
  const server = Bun.serve({
    hostname: '127.0.0.1',
    port: 0,
    idleTimeout: 60,
    fetch: (request) =>
      request.headers.get('authorization') === `Bearer ${API_KEY}`
        ? new Response(paced(tokens), { headers: { 'Content-Type': 'text/event-stream' } })
        : new Response(null, { status: 401 }),
  })
  return { apiKey: API_KEY, baseUrl: `http://127.0.0.1:${server.port}/v1`, stop: () => server.stop(true) }
}

function paced(tokens: number): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder()
  let isGone = false
  return new ReadableStream({
    async start(controller) {
      const began = performance.now()
      let text = ''
      for (let n = 1; n <= tokens; n += 1) {
        const wait = began + (n * 1000) / TOKENS_PER_SECOND - performance.now()
        if (wait > 0) await Bun.sleep(wait)
        if (isGone) return
        const delta = tokenNow()
        text += delta
        controller.enqueue(encoder.encode(eventOf('response.output_text.delta', { output_index: 0, delta })))
      }
      const response = {
        model: 'bench',
        status: 'completed',
        output: [{ type: 'message', content: [{ type: 'output_text', text }] }],
        usage: { input_tokens: 1, output_tokens: tokens },
      }
      controller.enqueue(encoder.encode(eventOf('response.completed', { response })))
      controller.close()
    },
    cancel() {
      isGone = true
    },
  })
}
