import type { Bindings, ExecutionContext } from './edge/bindings.ts'
import { createIsolate, type Isolate } from './edge/isolate.ts'

// The platform gives configuration with each event and the same object for as long as the isolate lives.
const isolates = new WeakMap<Bindings, Isolate>()

function isolateOf(bindings: Bindings): Isolate {
  const known = isolates.get(bindings)
  if (known) return known
  const made = createIsolate(bindings)
  isolates.set(bindings, made)
  return made
}

/** The application on Cloudflare Workers: see wrangler.toml and docs/deployment.md. */
export default {
  fetch: (request: Request, bindings: Bindings, context: ExecutionContext) =>
    isolateOf(bindings).fetch(request, context),
  scheduled: (_event: unknown, bindings: Bindings) => isolateOf(bindings).tick(),
}
