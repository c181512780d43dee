import { encodeParse, encodeQuery, Frontend, messages, readString } from './wire-messages.ts'

const COMMENTS = /(?:\s|--[^\n]*(?:\n|$)|\/\*[\s\S]*?\*\/)*/.source
const COPY_IN = /copy\s+(?:"(?:[^"]|"")*"|[\w$.])+\s*(?:\([^()]*\)\s*)?from\s+stdin\b/.source
const STARTS_WITH_COPY_IN = new RegExp(`^${COMMENTS}${COPY_IN}`, 'i')
const CONTAINS_COPY_IN = new RegExp(`(?:^|;)${COMMENTS}${COPY_IN}`, 'i')
const LISTEN = /^\s*listen\s+(?:"((?:[^"]|"")*)"|(\w+))\s*;?\s*$/i

/** SQL that raises what PostgreSQL raises for a feature it lacks. */
const REFUSE_COPY_IN = `do $$ begin raise exception using errcode = '0A000', message =
  'the embedded database takes COPY FROM STDIN only as a simple query of its own'; end $$`

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
 * Reads a unit. A COPY FROM STDIN anywhere but at the head of a simple query is replaced by an error of the server: the
 * engine cannot wait for a client, it would take the missing data as the client's death and exit the process.
 */
export function readUnit(bytes: Buffer): Unit {
  const unit: Unit = { bytes, ends: false, copiesIn: false, prepares: [], listens: [], asksArrayTypes: false }
  const parts: Buffer[] = []
  let rewritten = false
  for (const { type, start, end } of messages(bytes)) {
    if (type === Frontend.sync || type === Frontend.query || type === Frontend.functionCall) unit.ends = true
    let part = bytes.subarray(start, end)
    if (type === Frontend.query || type === Frontend.parse) {
      const name = type === Frontend.parse ? readString(bytes, start + 5) : null
      const { text } = readString(bytes, name?.next ?? start + 5)
      if (name?.text) unit.prepares.push(name.text)
      unit.asksArrayTypes = ARRAY_TYPES.test(text)
      const channel = LISTEN.exec(text)
      if (channel) unit.listens.push(channel[1]?.replaceAll('""', '"') ?? (channel[2] ?? '').toLowerCase())
      unit.copiesIn = name === null && STARTS_WITH_COPY_IN.test(text)
      if (!unit.copiesIn && CONTAINS_COPY_IN.test(text)) {
        rewritten = true
        part = name ? encodeParse(name.text, REFUSE_COPY_IN) : encodeQuery(REFUSE_COPY_IN)
      }
    }
    parts.push(part)
  }
  if (rewritten) unit.bytes = Buffer.concat(parts)
  return unit
}
