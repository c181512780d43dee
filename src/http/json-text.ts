import type { Context, TypedResponse } from 'hono'
import type { JSONParsed } from 'hono/utils/types'

/**
 * 200 with JSON that is there as text already, as Postgres wrote it. That the text has the form of `Body`, which the route's
 * definition promises, is not looked at here: a test of the route must.
 */
export const jsonText = <Body>(c: Context, text: string): TypedResponse<JSONParsed<Body>, 200, 'json'> =>
  c.body(text, 200, { 'Content-Type': 'application/json' }) as unknown as TypedResponse<JSONParsed<Body>, 200, 'json'>
