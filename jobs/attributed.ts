import { attribute } from '../src/db/attribution.ts'
import type { JobDefinition } from './definition.ts'

/** The definitions that factories make over these dependencies; what a job changes is put down to its queue. */
export function attributedJobs<Deps extends { api: object }>(
  // biome-ignore lint/suspicious/noExplicitAny: each definition checks its own payload; a list of them cannot name one type.
  factories: readonly ((deps: Deps) => JobDefinition<any>)[],
  deps: Deps,
): JobDefinition[] {
  const { api, run } = attribute(deps.api)
  return factories.map((create) => {
    const definition = create({ ...deps, api })
    return {
      ...definition,
      handle: (payload, context) =>
        run({ actor: `job:${definition.queue}`, requestId: context.jobId }, () => definition.handle(payload, context)),
    }
  })
}
