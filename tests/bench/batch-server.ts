/*
 * OpenAI for `bench batch`, as a process of its own, so that its memory is not counted: keeps the custom ids of an uploaded
 * file and answers each with a vector. Writes its URL to stdout.
 */
const VECTORS = 200
const LINES_A_PIECE = 100

const vectors = Array.from({ length: VECTORS }, () => {
  const vector = Float32Array.from({ length: 1536 }, () => Math.random() - 0.5)
  const length = Math.hypot(...vector)
  return Buffer.from(vector.map((value) => value / length).buffer).toString('base64')
})
let ids: string[] = []
let bytes = 0

const server = Bun.serve({
  hostname: '127.0.0.1',
  port: 0,
  idleTimeout: 0,
  maxRequestBodySize: 512 * 1024 * 1024,
  async fetch(request) {
    const { pathname } = new URL(request.url)
    if (request.method === 'POST' && pathname === '/v1/files') return upload(request)
    if (request.method === 'GET' && pathname === '/v1/files')
      return Response.json({ object: 'list', data: [], has_more: false })
    if (request.method === 'DELETE') return Response.json({ id: 'file-1', object: 'file', deleted: true })
    if (pathname.endsWith('/content')) return new Response(output())
    return Response.json(batch(request.method === 'POST' ? 'validating' : 'completed'))
  },
})

async function upload(request: Request): Promise<Response> {
  ids = []
  bytes = 0
  const decoder = new TextDecoder()
  let rest = ''
  for await (const piece of request.body as unknown as AsyncIterable<Uint8Array>) {
    bytes += piece.length
    const lines = (rest + decoder.decode(piece, { stream: true })).split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) if (line.startsWith('{')) ids.push((JSON.parse(line) as { custom_id: string }).custom_id)
  }
  return Response.json({
    id: 'file-1',
    object: 'file',
    purpose: 'batch',
    bytes,
    filename: 'x.jsonl',
    status: 'processed',
  })
}

function output(): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder()
  let at = 0
  return new ReadableStream({
    pull(controller) {
      const piece = ids.slice(at, at + LINES_A_PIECE)
      at += piece.length
      if (piece.length === 0) return controller.close()
      controller.enqueue(encoder.encode(piece.map(lineOf).join('')))
    },
  })
}

const lineOf = (custom_id: string, index: number) =>
  `${JSON.stringify({
    id: `batch_req_${index}`,
    custom_id,
    response: {
      status_code: 200,
      request_id: 'req_1',
      body: {
        object: 'list',
        data: [{ object: 'embedding', index: 0, embedding: vectors[Math.floor(Math.random() * VECTORS)] }],
        model: 'text-embedding-3-small',
        usage: { prompt_tokens: 20, total_tokens: 20 },
      },
    },
    error: null,
  })}\n`

const batch = (status: string) => ({
  id: 'batch_1',
  object: 'batch',
  endpoint: '/v1/embeddings',
  input_file_id: 'file-1',
  completion_window: '24h',
  status,
  output_file_id: status === 'completed' ? 'file-2' : null,
  error_file_id: null,
  created_at: Math.floor(Date.now() / 1000),
  metadata: null,
})

process.stdout.write(`http://127.0.0.1:${server.port}/v1\n`)
