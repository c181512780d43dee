import type { Logger } from '../src/logger.ts'
import type { JobDefinition } from './definition.ts'

export type { JobContext, JobDefinition } from './definition.ts'
export { deadLetterQueue, declarationOf, type QueueDeclaration, type QueueName, queues } from './queues.ts'

/** What jobs need from outside; every file in jobs/ takes the part of it that it uses. */
export interface JobDeps {
  logger: Logger
}

/** The files of jobs/, one a queue: `export function <queueName>(deps): JobDefinition`. */
// biome-ignore lint/suspicious/noExplicitAny: each definition checks its own payload; a list of them cannot name one type.
const factories: readonly ((deps: JobDeps) => JobDefinition<any>)[] = []

/** Every job of the product over these dependencies, for either driver. */
export const createJobs = (deps: JobDeps): JobDefinition[] => factories.map((create) => create(deps))
