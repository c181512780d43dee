import { readFile, writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { installQueue } from '../queue/install.ts'
import { readApi } from './api-catalogue.ts'
import { connect, type Sql } from './connect.ts'
import { migrate } from './migrate.ts'
import { type RenderOptions, renderApi } from './render-api.ts'
import { results } from './results.ts'

const root = fileURLToPath(new URL('../../', import.meta.url))

/** Where the generated calls are kept. */
export const generatedPath = fileURLToPath(new URL('./generated.ts', import.meta.url))

/** The text of `generated.ts` for a migrated database, formatted; the same for the same catalogue. */
export async function generateTypes(
  sql: Sql,
  options: RenderOptions = { registered: Object.keys(results) },
): Promise<string> {
  return format(renderApi(await readApi(sql), options))
}

/** @throws Error when biome cannot format the text, which means that it is not valid TypeScript */
async function format(text: string): Promise<string> {
  const biome = Bun.spawn(
    [process.execPath, 'x', 'biome', 'check', '--write', '--stdin-file-path=src/db/generated.ts'],
    {
      cwd: root,
      stdin: new Blob([text]),
      stdout: 'pipe',
      stderr: 'pipe',
    },
  )
  const [formatted, complaint, status] = await Promise.all([
    new Response(biome.stdout).text(),
    new Response(biome.stderr).text(),
    biome.exited,
  ])
  if (status !== 0) throw new Error(`biome refused the generated types: ${complaint}`)
  return formatted
}

/** `bun run types`: writes `generated.ts` from a fresh embedded database; with `--check` only says whether it is stale. */
async function main(args: string[]): Promise<number> {
  const database = await connect({ dataDir: 'memory://' })
  try {
    const sql = database.pool(null)
    await migrate(sql, { installQueue })
    const text = await generateTypes(sql)
    const current = await readFile(generatedPath, 'utf8').catch(() => null)
    if (text === current) {
      console.log('src/db/generated.ts is up to date')
      return 0
    }
    if (args.includes('--check')) {
      console.error('src/db/generated.ts is stale: run `bun run types`')
      return 1
    }
    await writeFile(generatedPath, text)
    console.log('src/db/generated.ts written')
    return 0
  } finally {
    await database.close()
  }
}

if (import.meta.main) process.exit(await main(process.argv.slice(2)))
