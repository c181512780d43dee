import type { Command } from 'commander'
import type { ApiResult } from '../db/generated.ts'
import { parseJson, tenantOf } from './arguments.ts'
import { table } from './output.ts'
import { openSession } from './session.ts'

/** `rapport usage`: what models cost a business, and how much of its budget is used. */
export function usageCommand(program: Command): void {
  program
    .command('usage [tenant]')
    .description('what language models cost, this month or between two days, and the budget')
    .option('--from <day>', 'the first day, e.g. 2026-11-01')
    .option('--to <day>', 'the last day')
    .option('--by <columns>', 'divided by any of provider,model,channel,purpose,day', 'provider,model,purpose')
    .action(async (slug: string | undefined, flags: { from?: string; to?: string; by: string }, command: Command) => {
      const { env, output, withDatabase } = openSession(command)
      const { by, ...days } = flags
      const found = await withDatabase(async ({ api }) =>
        api.getUsage({ tenantId: await tenantOf(api, slug, env), ...days, by: by.split(',') }),
      )
      output.result(found, render)
    })
}

function render({ from, to, timeZone, rows, budget }: ApiResult<'getUsage'>): string {
  const { softUsd, hardUsd, spentUsd, level, month } = budget
  const limits = [softUsd === null ? [] : [`soft $${softUsd}`], hardUsd === null ? [] : [`hard $${hardUsd}`]].flat()
  return [
    table(rows, 'no model was called'),
    '',
    `${from} to ${to} (${timeZone})`,
    `${month}: $${spentUsd} ${limits.length > 0 ? `of ${limits.join(', ')}` : 'and no budget set'}${level ? `: over the ${level} limit` : ''}`,
  ].join('\n')
}

/** `rapport experiment …`: which models are tried side by side on replies. */
export function experimentCommand(program: Command): void {
  const experiment = program.command('experiment').description('models tried side by side on replies')

  experiment
    .command('list [tenant]')
    .description('the experiments and how each arm did, the active one first')
    .action(async (slug: string | undefined, _flags, command: Command) => {
      const { env, output, withDatabase } = openSession(command)
      const found = await withDatabase(async ({ api }) =>
        api.listExperiments({ tenantId: await tenantOf(api, slug, env) }),
      )
      output.result(found, (all) => table(all.flatMap(rowsOf), 'no experiments'))
    })

  experiment
    .command('set <tenant> <name> <json>')
    .description(
      'make or change one, e.g. \'{"isActive": true, "arms": [{"name": "sonnet", "provider": "anthropic", "share": 50}]}\'',
    )
    .action(async (slug: string, name: string, json: string, _flags, command: Command) => {
      const { env, output, withDatabase } = openSession(command)
      const { isActive = true, arms } = parseJson(json)
      const saved = await withDatabase(async ({ api }) =>
        api.saveExperiment({
          tenantId: await tenantOf(api, slug, env),
          name,
          isActive: isActive === true,
          arms,
          actor: 'cli',
        }),
      )
      output.result(saved, (one) => table(rowsOf(one)))
    })
}

const rowsOf = ({ name, isActive, arms, results }: ApiResult<'saveExperiment'>) =>
  arms.map((arm) => {
    const result = results.find((one) => one.arm === arm.name)
    return {
      experiment: name,
      active: isActive ? 'yes' : 'no',
      arm: arm.name,
      model: `${arm.provider}/${arm.model ?? 'default'}`,
      share: `${arm.share} %`,
      conversations: result?.conversations ?? 0,
      wishes: result?.bookingWishes ?? 0,
      handovers: result?.handovers ?? 0,
      calls: result?.calls ?? 0,
      costUsd: result?.costUsd ?? 0,
      p95LatencyMs: result?.p95LatencyMs ?? null,
    }
  })
