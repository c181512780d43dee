/** Times as the visitor's own zone and language write them. */
export const clockTime = (iso: string): string =>
  new Intl.DateTimeFormat(undefined, { hour: 'numeric', minute: '2-digit' }).format(new Date(iso))

export const fullTime = (iso: string): string =>
  new Intl.DateTimeFormat(undefined, { dateStyle: 'full', timeStyle: 'short' }).format(new Date(iso))

/** When somebody comes, by the clock of the place where they come. */
export function appointmentTime(iso: string, timeZone: string | undefined): string {
  const words = { weekday: 'short', month: 'short', day: 'numeric', hour: 'numeric', minute: '2-digit' } as const
  return new Intl.DateTimeFormat(undefined, { ...words, ...(timeZone ? { timeZone } : {}) }).format(new Date(iso))
}

const dayOf = (date: Date) => `${date.getFullYear()}-${date.getMonth()}-${date.getDate()}`

/** Whether two instants are of the same day where the visitor is. */
export const isSameDay = (one: string, other: string): boolean => dayOf(new Date(one)) === dayOf(new Date(other))

/** `Today`, `Yesterday` (as the language says it), or the date. */
export function dayName(iso: string, now: Date): string {
  const date = new Date(iso)
  const midnight = (of: Date) => new Date(of.getFullYear(), of.getMonth(), of.getDate(), 12).getTime()
  const days = Math.round((midnight(date) - midnight(now)) / 86_400_000)
  if (days === 0 || days === -1) {
    const name = new Intl.RelativeTimeFormat(undefined, { numeric: 'auto' }).format(days, 'day')
    return name.charAt(0).toLocaleUpperCase() + name.slice(1)
  }
  const year = date.getFullYear() === now.getFullYear() ? {} : { year: 'numeric' as const }
  return new Intl.DateTimeFormat(undefined, { weekday: 'long', month: 'long', day: 'numeric', ...year }).format(date)
}
