/*
 * Stands in for `zod` by an alias of wrangler.toml: all of zod 4 that is used here, without its error messages in fifty
 * languages and the way back from JSON Schema. Its index offers them as one object, which a bundler cannot take apart;
 * that saves 56 KiB of the bundle. Nothing in the bundle may import a path below zod (openai/helpers/zod does). The parts are named by path because the package exports only its index.
 */
import * as z from './zod-parts.ts'

export * from './zod-parts.ts'
export { z, z as default }
