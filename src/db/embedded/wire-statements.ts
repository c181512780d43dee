import { nestsTooDeep } from './nesting.ts'
import { encodeBind, encodeParse, encodeQuery, Frontend, messages, readString } from './wire-messages.ts'

const COMMENTS = /(?:\s|--[^\n]*(?:\n|$)|\/\*[\s\S]*?\*\/)*/.source
const COPY_IN = /copy\s+(?:"(?:[^"]|"")*"|[\w$.])+\s*(?:\([^()]*\)\s*)?from\s+stdin\b/.source
const STARTS_WITH_COPY_IN = new RegExp(`^${COMMENTS}${COPY_IN}`, 'i')
const CONTAINS_COPY_IN = new RegExp(`(?:^|;)${COMMENTS}${COPY_IN}`, 'i')
const LISTEN = /^\s*listen\s+(?:"((?:[^"]|"")*)"|(\w+))\s*;?\s*$/i

/** SQL that raises an error, to be run in the place of what the engine must not see: so a transaction fails as it should. */
const raise = (sqlstate: string, text: string): string =>
  `do $$ begin raise exception using errcode = '${sqlstate}', message = '${text}'; end $$`

const REFUSE_COPY_IN = raise('0A000', 'the embedded database takes COPY FROM STDIN only as a simple query of its own')
const REFUSE_NESTING = raise('54001', 'the embedded database takes brackets nested 1000 deep at most')

/** The query postgres.js asks each new connection (its `fetch_types`), before anything else. */
const ARRAY_TYPES = /^\s*select b\.oid, b\.typarray\s+from pg_catalog\.pg_type a\s/

/** What the bridge must know of one unit (the messages up to a Sync, Flush or simple Query) before the engine gets it. */
export interface Unit {
  bytes: Buffer
  /** true when the engine must answer with ReadyForQuery */
  ends: boolean
  /** a simple query that reads from the client: the data follows, the engine gets both at once */
  copiesIn: boolean
  /** names of statements it prepares in the engine, which all connections share */
  prepares: string[]
  /** channels it listens to */
  listens: string[]
  /** it is the driver's question for array types */
  asksArrayTypes: boolean
}

/**
 * Reads a unit. What would kill the engine is replaced by an error of the server: brackets nested too deep, and a COPY FROM
 * STDIN anywhere but at the head of a simple query (the engine cannot wait for a client, it would exit the process).
 */
export function readUnit(bytes: Buffer): Unit {
  const unit: Unit = { bytes, ends: false, copiesIn: false, prepares: [], listens: [], asksArrayTypes: false }
  const parts: Buffer[] = []
  let rewritten = false
  for (const { type, start, end } of messages(bytes)) {
    if (type === Frontend.sync || type === Frontend.query || type === Frontend.functionCall) unit.ends = true
    const part = bytes.subarray(start, end)
    const replacement =
      type === Frontend.query || type === Frontend.parse
        ? readStatement(unit, part, type === Frontend.parse)
        : type === Frontend.bind && nestsTooDeep(part, false)
          ? [encodeParse('', REFUSE_NESTING), encodeBind(readString(part, 5).text, '')]
          : null
    rewritten ||= replacement !== null
    parts.push(...(replacement ?? [part]))
  }
  if (rewritten) unit.bytes = Buffer.concat(parts)
  return unit
}

/** Notes in `unit` what a Query or Parse message does. @returns what the engine is to get instead, or null */
function readStatement(unit: Unit, part: Buffer, named: boolean): Buffer[] | null {
  const name = named ? readString(part, 5) : null
  const { text } = readString(part, name?.next ?? 5)
  if (name?.text) unit.prepares.push(name.text)
  unit.asksArrayTypes = ARRAY_TYPES.test(text)
  const channel = LISTEN.exec(text)
  if (channel) unit.listens.push(channel[1]?.replaceAll('""', '"') ?? (channel[2] ?? '').toLowerCase())
  unit.copiesIn = name === null && STARTS_WITH_COPY_IN.test(text)
  if (unit.copiesIn) return null
  const refusal = nestsTooDeep(part, true) ? REFUSE_NESTING : CONTAINS_COPY_IN.test(text) ? REFUSE_COPY_IN : null
  return refusal === null ? null : [name ? encodeParse(name.text, refusal) : encodeQuery(refusal)]
}
