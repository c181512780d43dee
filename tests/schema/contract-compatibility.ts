import type { Contract, ContractFunction } from './api-contract.ts'
import { stumbles } from './schema-compatibility.ts'

/**
 * What breaks an edge that was made for the contract `before` and meets the functions of `now`, as in a rolling upgrade:
 * one line each. New functions, new arguments with a default, new columns and new properties break nothing.
 */
export function breaks(before: Contract, now: Contract): string[] {
  return Object.entries(before).flatMap(([name, old]) => {
    const current = now[name]
    const found = current ? functionBreaks(old, current) : ['is gone']
    return found.map((problem) => `api.${name}: ${problem}`)
  })
}

/** Whether anything at all is different: then the file is written anew. */
export const isSame = (before: Contract, now: Contract): boolean => JSON.stringify(before) === JSON.stringify(now)

function functionBreaks(before: ContractFunction, now: ContractFunction): string[] {
  return [...argumentBreaks(before, now), ...resultBreaks(before, now)]
}

/** Arguments are passed by name, so their order is free. */
function argumentBreaks(before: ContractFunction, now: ContractFunction): string[] {
  const found: string[] = []
  for (const old of before.arguments) {
    const current = now.arguments.find(({ name }) => name === old.name)
    if (!current) found.push(`argument ${old.name} is gone`)
    else if (current.type !== old.type) found.push(`argument ${old.name} is ${current.type}, was ${old.type}`)
    else if (current.required && !old.required) found.push(`argument ${old.name} lost its default`)
  }
  const known = new Set(before.arguments.map(({ name }) => name))
  for (const { name, required } of now.arguments) {
    if (required && !known.has(name)) found.push(`argument ${name} is new and has no default`)
  }
  return found
}

function resultBreaks(before: ContractFunction, now: ContractFunction): string[] {
  if (before.returnsSet !== now.returnsSet) return [now.returnsSet ? 'returns a set' : 'returns no set any more']
  const found: string[] = []
  if ('columns' in before.result && 'columns' in now.result) {
    for (const old of before.result.columns) {
      const current = now.result.columns.find(({ name }) => name === old.name)
      if (!current) found.push(`column ${old.name} is gone`)
      else if (current.type !== old.type) found.push(`column ${old.name} is ${current.type}, was ${old.type}`)
    }
  } else if (JSON.stringify(before.result) !== JSON.stringify(now.result)) found.push('returns another type')
  // Without a schema an older edge takes any value of the type.
  if (before.schema) found.push(...stumbles(before.schema, now.schema ?? {}))
  return found
}
