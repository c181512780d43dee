import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { MigrationError } from './errors.ts'

export type MigrationKind = 'versioned' | 'view' | 'function'

/** One SQL file of the project. `name` is its path below the root, always with `/`. */
export interface MigrationFile {
  name: string
  kind: MigrationKind
  text: string
  sha256: string
  /** the role that runs it and so owns what it makes; null: the login role itself */
  runAs: string | null
  noTransaction: boolean
  /** what a view or function file makes */
  object: { schema: string; name: string } | null
}

const PATTERNS: [MigrationKind, RegExp][] = [
  ['view', /^sql\/views\/([a-z_][a-z0-9_]*)\.([a-z_][a-z0-9_]*)\.sql$/],
  ['function', /^functions\/([a-z_][a-z0-9_]*)\/([a-z_][a-z0-9_]*)\.sql$/],
  ['versioned', /^sql\/(\d{4})_[a-z0-9_]+\.sql$/],
]

/**
 * Reads `sql/NNNN_topic.sql`, `sql/views/<schema>.<view>.sql` and `functions/<schema>/<name>.sql` below `root`, in the
 * order in which they run. Markers stand alone on a line of the comment that opens a file:
 * `-- run-as: migrator`, `-- owner: <role>`, `-- no-transaction` (versioned files only).
 * @throws MigrationError RP003 for a file name, marker or version number that breaks these rules
 */
export async function readMigrationFiles(root: string): Promise<MigrationFile[]> {
  const names = [...(await sqlFilesBelow(root, 'sql')), ...(await sqlFilesBelow(root, 'functions'))]
  const files = await Promise.all(names.map(async (name) => parseFile(name, await readFile(join(root, name), 'utf8'))))
  const order: MigrationKind[] = ['versioned', 'view', 'function']
  files.sort((a, b) => order.indexOf(a.kind) - order.indexOf(b.kind) || (a.name < b.name ? -1 : 1))
  refuseSharedNumbers(files)
  return files
}

async function sqlFilesBelow(root: string, folder: string): Promise<string[]> {
  const entries = await readdir(join(root, folder), { recursive: true }).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT' && folder === 'functions') return []
    throw error
  })
  return entries.filter((entry) => entry.endsWith('.sql')).map((entry) => `${folder}/${entry.replaceAll('\\', '/')}`)
}

function parseFile(name: string, raw: string): MigrationFile {
  // A checkout with other line ends is the same file.
  const text = raw.replace(/^\uFEFF/, '').replaceAll('\r\n', '\n')
  const found = PATTERNS.map(([kind, pattern]) => ({ kind, match: pattern.exec(name) })).find(({ match }) => match)
  if (!found?.match) {
    throw new MigrationError('RP003', { file: name }, 'not a name of a migration', {
      hint: 'sql/NNNN_topic.sql, sql/views/<schema>.<view>.sql or functions/<schema>/<name>.sql, in lower case',
    })
  }
  const { kind, match } = found
  const object = kind === 'versioned' ? null : { schema: match[1] as string, name: match[2] as string }
  const markers = readMarkers(name, text)
  if (markers.noTransaction && kind !== 'versioned') {
    throw new MigrationError('RP003', { file: name, line: 1 }, 'only a versioned file can be run without a transaction')
  }
  return {
    name,
    kind,
    text,
    sha256: createHash('sha256').update(text).digest('hex'),
    runAs: markers.runAs === undefined ? defaultRole(name) : markers.runAs,
    noTransaction: markers.noTransaction,
    object,
  }
}

function defaultRole(name: string): string | null {
  // The first file makes the roles, so it cannot run as one of them.
  if (name.startsWith('sql/0001_')) return null
  return name.startsWith('functions/api/') ? 'rapport_api' : 'rapport_owner'
}

function readMarkers(name: string, text: string): { runAs?: string | null; noTransaction: boolean } {
  const markers: { runAs?: string | null; noTransaction: boolean } = { noTransaction: false }
  for (const [index, line] of text.split('\n').entries()) {
    if (!line.startsWith('--')) break
    const [, key, value] = /^--\s*(run-as|owner|no-transaction)\b(?::\s*(.*?))?\s*$/.exec(line) ?? []
    if (key === undefined) continue
    if (key === 'no-transaction' && value === undefined) markers.noTransaction = true
    else if (key === 'run-as' && value === 'migrator') markers.runAs = null
    else if (key === 'owner' && value && /^[a-z_][a-z0-9_]*$/.test(value)) markers.runAs = value
    else throw new MigrationError('RP003', { file: name, line: index + 1 }, `unknown marker "${line.trim()}"`)
  }
  return markers
}

function refuseSharedNumbers(files: MigrationFile[]) {
  const seen = new Map<string, string>()
  for (const { name } of files.filter(({ kind }) => kind === 'versioned')) {
    const number = name.slice('sql/'.length, 'sql/NNNN'.length)
    const other = seen.get(number)
    if (other) throw new MigrationError('RP003', { file: name }, `has the same number as ${other}`)
    seen.set(number, name)
  }
}
