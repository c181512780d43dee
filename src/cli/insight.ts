import type { Command } from 'commander'
import type { Api } from '../db/generated.ts'
import { parseJson } from './arguments.ts'
import { CommandError, exitCodes } from './exit-codes.ts'
import { table } from './output.ts'
import { openSession } from './session.ts'

/** Who changes come from that are made on the command line. */
const actor = 'cli'

type Work<T> = (api: Api, tenantId: string) => Promise<T>

export function insightCommand(program: Command): void {
  const insight = program.command('insight').description('recommendations: list, action, dismiss, rules, pass')
  /** Opens the database, finds the tenant, prints what `work` gives. */
  const run = async <T>(slug: string, command: Command, work: Work<T>, render: (result: T) => string) => {
    const { output, withDatabase } = openSession(command)
    output.result(await withDatabase(async ({ api }) => work(api, (await api.getTenant({ slug })).tenantId)), render)
  }

  insight
    .command('list <tenant> <customerId>')
    .description('what is recommended for a customer now, most pressing first')
    .action((slug: string, customerId: string, _options, command: Command) =>
      run(
        slug,
        command,
        (api, tenantId) => api.getCustomerInsights({ tenantId, customerId }),
        (found) =>
          table(
            found.map(({ id, priority, title, suggestedAction, expiresAt }) => ({
              id,
              priority,
              title,
              suggestedAction,
              expiresAt,
            })),
            'nothing is recommended',
          ),
      ),
    )

  for (const [name, status] of [
    ['action', 'actioned'],
    ['dismiss', 'dismissed'],
  ] as const) {
    insight
      .command(`${name} <tenant> <insightId>`)
      .description(name === 'action' ? 'close a recommendation that was acted on' : 'close one that is not wanted')
      .option('--reason <text>', 'why it was dismissed')
      .action((slug: string, insightId: string, { reason }: { reason?: string }, command: Command) =>
        run(
          slug,
          command,
          (api, tenantId) =>
            api.updateInsight({ tenantId, insightId, status, actionedBy: actor, ...(reason ? { reason } : {}) }),
          (closed) => `${closed.status} by ${closed.actionedBy} at ${closed.actionedAt}`,
        ),
      )
  }

  rulesCommand(insight, run)

  insight
    .command('pass <tenant>')
    .description('look at the customers now, as the nightly job does')
    .action((slug: string, _options, command: Command) =>
      run(
        slug,
        command,
        passOver,
        ({ customers, generated, reworded, reopened, expired }) =>
          `looked at ${customers} customers: ${generated} new, ${reworded} reworded, ${reopened} opened again, ${expired} ended`,
      ),
    )
}

type Run = <T>(slug: string, command: Command, work: Work<T>, render: (result: T) => string) => Promise<void>

function rulesCommand(insight: Command, run: Run): void {
  insight
    .command('rules <tenant> [rule] [json]')
    .description(
      'the rules as they hold for a tenant; one of them; change it, e.g. \'{"thresholds": {"everyMonths": 6}}\'',
    )
    .action((slug: string, rule: string | undefined, json: string | undefined, _options, command: Command) => {
      if (rule === undefined) {
        return run(
          slug,
          command,
          (api, tenantId) => api.listInsightRules({ tenantId }),
          (rules) =>
            table(
              rules.map(({ rule, isEnabled, priority, cooldownDays, isOwn, thresholds }) => ({
                rule,
                enabled: isEnabled ? 'on' : 'off',
                priority,
                cooldownDays,
                own: isOwn ? 'yes' : null,
                thresholds: Object.entries(thresholds).map(([name, { value }]) => `${name}=${value}`),
              })),
            ),
        )
      }
      const work: Work<unknown> = async (api, tenantId) => {
        if (json !== undefined) return api.updateInsightRule({ tenantId, rule, changes: parseJson(json), actor })
        const found = (await api.listInsightRules({ tenantId })).find((one) => one.rule === rule)
        if (!found) throw new CommandError(`no such rule: ${rule}`, exitCodes.refused)
        return found
      }
      return run(slug, command, work, (result) => JSON.stringify(result, null, 2))
    })
}

const passOver: Work<{
  customers: number
  generated: number
  reworded: number
  reopened: number
  expired: number
}> = async (api, tenantId) => {
  const total = { customers: 0, generated: 0, reworded: 0, reopened: 0, expired: 0 }
  for (let after: string | null = null; ; ) {
    const step: Awaited<ReturnType<Api['passInsights']>> = await api.passInsights({ tenantId, after })
    for (const key of Object.keys(total) as (keyof typeof total)[]) total[key] += step[key]
    if (step.next === null) return total
    after = step.next
  }
}
