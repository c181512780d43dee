import type { Api } from '../db/generated.ts'

const EVERY_MS = 1000

/**
 * Tells what Rapport says in the demo tenant, whose customers are invented: each message of its outbox once, as it comes to
 * rest. For people at a terminal; the logs never hold texts.
 */
export function watchTranscript(api: Pick<Api, 'listDeliveries'>, tenantId: string, print: (line: string) => void) {
  const told = new Set<string>()
  let isFirst = true
  let isBusy = false

  const look = async () => {
    const deliveries = await api.listDeliveries({ tenantId, limit: 50 })
    for (const { deliveryId, toAddress, state, label, body } of deliveries.toReversed()) {
      if (!deliveryId || told.has(deliveryId) || state === 'queued' || state === 'sending') continue
      told.add(deliveryId)
      if (!isFirst) print(`\n→ ${toAddress} (${label})\n  ${body?.replaceAll('\n', '\n  ')}`)
    }
    isFirst = false
  }
  const lookOnce = () => {
    if (isBusy) return
    isBusy = true
    // A look that fails is made up for by the next; what is wrong with the database is told elsewhere.
    look()
      .catch(() => {})
      .finally(() => {
        isBusy = false
      })
  }
  lookOnce()
  const timer = setInterval(lookOnce, EVERY_MS)
  return { stop: () => clearInterval(timer) }
}
