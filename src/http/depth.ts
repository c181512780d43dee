import type { MiddlewareHandler } from 'hono'
import { ProblemError } from './problem.ts'
import type { AppEnv } from './types.ts'

/** How deep JSON from outside may nest. Parsers recurse for each level; the embedded engine dies of some thousands. */
export const MAX_JSON_DEPTH = 64

const [QUOTE, BACKSLASH, OPEN_ARRAY, CLOSE_ARRAY, OPEN_OBJECT, CLOSE_OBJECT] = [...'"\\[]{}'].map((sign) =>
  sign.charCodeAt(0),
)

/** Whether JSON text nests deeper than `most`; brackets inside strings do not count. Reads bytes, parses nothing. */
export function nestsDeeperThan(json: Uint8Array, most: number): boolean {
  let depth = 0
  let inString = false
  for (let at = 0; at < json.length; at += 1) {
    const byte = json[at]
    if (inString) {
      if (byte === BACKSLASH) at += 1
      else if (byte === QUOTE) inString = false
    } else if (byte === QUOTE) inString = true
    else if (byte === OPEN_ARRAY || byte === OPEN_OBJECT) {
      depth += 1
      if (depth > most) return true
    } else if (byte === CLOSE_ARRAY || byte === CLOSE_OBJECT) depth -= 1
  }
  return false
}

const isJson = (contentType: string | undefined) => /^[^;]*\bjson\b/i.test(contentType ?? '')

/** Refuses JSON that nests deeper than `MAX_JSON_DEPTH` before anything parses it. Goes behind the limit of the body. */
export const depthLimit: MiddlewareHandler<AppEnv> = async (c, next) => {
  // The bytes are kept by hono: whoever reads the body later gets exactly these.
  if (
    isJson(c.req.header('Content-Type')) &&
    nestsDeeperThan(new Uint8Array(await c.req.arrayBuffer()), MAX_JSON_DEPTH)
  ) {
    throw new ProblemError('malformed_body', { detail: `JSON nests at most ${MAX_JSON_DEPTH} levels deep here.` })
  }
  await next()
}
