/** What the load process sends, over and over in this order, until its time is up. */
export interface LoadPlan {
  requests: { url: string; method: 'GET' | 'POST'; headers: Record<string, string>; body?: string }[]
  /** requests under way at once */
  concurrency: number
  /** at most so long */
  seconds: number
}

export interface LoadResult {
  /** answered with 200 */
  answered: number
  /** answered otherwise */
  failed: number
  seconds: number
}

/** Sends a plan from a process of its own, so that making requests does not slow down the process that answers them. */
export async function sendFromOutside(plan: LoadPlan): Promise<LoadResult> {
  const sender = Bun.spawn([process.execPath, import.meta.path], { stdin: 'pipe', stdout: 'pipe', stderr: 'inherit' })
  sender.stdin.write(JSON.stringify(plan))
  await sender.stdin.end()
  const result = await new Response(sender.stdout).text()
  if ((await sender.exited) !== 0) throw new Error('the load process failed')
  return JSON.parse(result)
}

async function send({ requests, concurrency, seconds }: LoadPlan): Promise<LoadResult> {
  const start = performance.now()
  const end = start + seconds * 1000
  let next = 0
  let answered = 0
  let failed = 0
  const one = async () => {
    while (next < requests.length && performance.now() < end) {
      const request = requests[next++]
      if (!request) return
      const { url, ...init } = request
      const response = await fetch(url, { ...init, signal: AbortSignal.timeout(30_000) })
      await response.arrayBuffer()
      if (response.status === 200) answered++
      else failed++
    }
  }
  await Promise.all(Array.from({ length: concurrency }, one))
  return { answered, failed, seconds: (performance.now() - start) / 1000 }
}

if (import.meta.main) process.stdout.write(JSON.stringify(await send(await Bun.stdin.json())))
