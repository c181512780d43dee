import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { buildWidget } from './build-widget.ts'

const folder = join(import.meta.dirname, 'assets')

const headers = { 'Cache-Control': 'public, max-age=3600', 'X-Content-Type-Options': 'nosniff' }

// Any site may load the widget; the same stands for Workers in assets/_headers.
const widgetHeaders = {
  ...headers,
  'Content-Type': 'text/javascript; charset=utf-8',
  'Access-Control-Allow-Origin': '*',
  'Cross-Origin-Resource-Policy': 'cross-origin',
}

type Asset = Response | ((request: Request) => Promise<Response>)

/**
 * The files of `assets/` by path, and the widget, for Bun's own server. On Workers the `[assets]` of wrangler.toml serves
 * the same folder, with the widget that `bun run build:widget` wrote into it.
 */
export const staticAssets = async (): Promise<Record<string, Asset>> => {
  const names = (await readdir(folder)).filter((name) => name !== '_headers' && name !== 'widget.js')
  const files = names.map(async (name) => {
    const file = Bun.file(join(folder, name))
    return [
      `/${name}`,
      new Response(await file.bytes(), { headers: { ...headers, 'Content-Type': file.type } }),
    ] as const
  })
  return { ...Object.fromEntries(await Promise.all(files)), '/widget.js': widget() }
}

/** Built when it is first asked for, and kept. */
function widget() {
  let made: Promise<{ script: string; etag: string }> | null = null
  const make = async () => {
    const script = await buildWidget()
    return { script, etag: `"${Bun.hash(script).toString(36)}"` }
  }
  return async (request: Request): Promise<Response> => {
    made ??= make()
    const { script, etag } = await made
    const all = { ...widgetHeaders, ETag: etag }
    if (request.headers.get('If-None-Match')?.includes(etag)) return new Response(null, { status: 304, headers: all })
    return new Response(script, { headers: all })
  }
}
