import type { Command } from 'commander'
import { openSession } from './session.ts'

/** `rapport chat widget`: the script tag for a business's own web site. */
export function chatWidgetCommand(chat: Command): void {
  chat
    .command('widget <tenant>')
    .description('the script tag that puts the chat on a web site')
    .option('--location <id>', 'of this location; by default the default one')
    .action(async (slug: string, options: { location?: string }, command: Command) => {
      const { env, output, withDatabase } = openSession(command)
      const { key, origins } = await withDatabase(async ({ api }) => {
        const { tenantId, settings } = await api.getTenant({ slug })
        const locationId = options.location
        const made = await api.ensureWidget({ tenantId, ...(locationId ? { locationId } : {}) })
        return { key: made, origins: (settings.allowedOrigins as string[] | undefined) ?? [] }
      })
      const tag = `<script src="${env.PUBLIC_URL}/widget.js" data-chat="${key}" async></script>`
      output.result({ key, tag, allowedOrigins: origins }, () => tag)
      if (origins.length === 0) {
        output.note(`Let the site in: rapport tenant set ${slug} '{"allowedOrigins":["https://www.example.com"]}'`)
      }
    })
}
