import { readdir } from 'node:fs/promises'
import { join } from 'node:path'

const folder = join(import.meta.dirname, 'assets')

/** The files of `assets/` by path, for Bun's own server. On Workers the `[assets]` of wrangler.toml serves the same folder. */
export const staticAssets = async (): Promise<Record<string, Response>> => {
  const files = (await readdir(folder)).map(async (name) => {
    const file = Bun.file(join(folder, name))
    const headers = {
      'Content-Type': file.type,
      'Cache-Control': 'public, max-age=3600',
      'X-Content-Type-Options': 'nosniff',
    }
    return [`/${name}`, new Response(await file.bytes(), { headers })] as const
  })
  return Object.fromEntries(await Promise.all(files))
}
