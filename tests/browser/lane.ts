import { describe } from 'bun:test'
import { hasChromium, noChromium } from './chromium.ts'

/** Set by `bun run test:browser`: the README's test command has neither the time nor, often, a browser. */
const isLane = process.env.RAPPORT_TEST_LANE === 'browser'
if (isLane && !hasChromium) throw new Error(noChromium)

/** Tests in a browser; without `bun run test:browser` they are reported as skipped. */
export const inBrowser = describe.skipIf(!isLane)
