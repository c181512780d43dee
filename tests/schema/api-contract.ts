import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { type ApiFunction, type CatalogueColumn, readApi } from '../../src/db/api-catalogue.ts'
import type { Sql } from '../../src/db/connect.ts'
import { results } from '../../src/db/results.ts'
import { repositoryRoot } from '../fixtures/repository.ts'
import type { JsonSchema } from './schema-compatibility.ts'

/** What an edge of an older version counts on from one function of schema api. */
export interface ContractFunction {
  arguments: { name: string; type: string; required: boolean }[]
  returnsSet: boolean
  result: { columns: CatalogueColumn[] } | { type: string }
  /** of the value, or of one row, as `src/db/results.ts` reads it; absent: by its column types */
  schema?: JsonSchema
}

/** By function name. */
export type Contract = Record<string, ContractFunction>

const path = join(import.meta.dir, 'api-contract.json')

/** The contract that the functions of a migrated database and the schemas of their results make. */
export async function contractOf(sql: Sql): Promise<Contract> {
  return Object.fromEntries((await readApi(sql)).map((each) => [each.name, describe(each)]))
}

/** The contract as it was last written down. */
export const readContract = async (): Promise<Contract> =>
  JSON.parse(await readFile(path, 'utf8').catch(() => '{}')) as Contract

/** Formatted as every file is: a change of one argument or property is a change of one line. */
export async function writeContract(contract: Contract): Promise<void> {
  await writeFile(path, JSON.stringify(contract, null, 2))
  const biome = Bun.spawnSync([process.execPath, 'x', 'biome', 'format', '--write', path], { cwd: repositoryRoot })
  if (!biome.success) throw new Error(`biome refused ${path}: ${biome.stderr}`)
}

function describe({ name, arguments: args, returnsSet, result }: ApiFunction): ContractFunction {
  const schema = (results as Record<string, z.ZodType>)[name]
  return { arguments: args, returnsSet, result, ...(schema && { schema: schemaOf(schema) }) }
}

/** What the function may return, without what only says how zod checks it. */
function schemaOf(schema: z.ZodType): JsonSchema {
  const { $schema: _dialect, ...described } = z.toJSONSchema(schema, {
    io: 'input',
    unrepresentable: 'any',
    override: ({ jsonSchema }) => {
      if (jsonSchema.format) delete jsonSchema.pattern
      if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum
      if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum
    },
  })
  return JSON.parse(JSON.stringify(described)) as JsonSchema
}
