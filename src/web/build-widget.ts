import { join } from 'node:path'
import type { BunPlugin } from 'bun'

const entry = join(import.meta.dirname, 'widget/index.tsx')

/**
 * Leaves out what hono adds to `<form action={…}>`, `<title>` and a few more: the widget uses the elements as they are, and
 * a tenth of it would be that.
 */
const plainElements: BunPlugin = {
  name: 'plain elements',
  setup(build) {
    const file = /hono\/dist\/jsx\/dom\/intrinsic-element\/components\.js$/
    build.onLoad({ filter: file }, () => ({ contents: 'export const components_exports = {}', loader: 'js' }))
  },
}

/** The chat widget as one script for browsers, minified. @throws AggregateError when it cannot be built */
export async function buildWidget(): Promise<string> {
  const { outputs } = await Bun.build({
    entrypoints: [entry],
    target: 'browser',
    format: 'iife',
    minify: true,
    plugins: [plainElements],
  })
  const [script] = outputs
  if (!script) throw new Error('the widget was built to nothing')
  return script.text()
}

// `bun run build:widget`: into the folder that a Worker's [assets] serve; Bun's own server builds it when it is asked for.
if (import.meta.main) {
  const path = join(import.meta.dirname, 'assets/widget.js')
  const script = await buildWidget()
  await Bun.write(path, script)
  console.log(`${path}: ${(Bun.gzipSync(script).length / 1024).toFixed(1)} KiB gzip`)
}
