/*
 * Stands in, by the aliases of wrangler.toml, for what pg-boss imports and a Worker never uses: `pg` (it is given our
 * connections) and the parsers of schedules (api.enqueue_due_schedules reads them). That saves 110 KiB of the bundle.
 */

class Absent {
  constructor() {
    throw new Error('this part of pg-boss is left out of the Worker: see src/edge/absent.ts')
  }
  static parse(): Absent {
    return new Absent()
  }
}

export { Absent as CronExpressionParser, Absent as RRuleTemporal }
export default { Pool: Absent, Client: Absent }
