/** What `rapport doctor` says about one thing. */
export interface Finding {
  check: string
  state: 'ok' | 'note' | 'bad'
  found: string
  /** What to do about it; empty when all is well. */
  mend: string
}

export const finding = (check: string, state: Finding['state'], found: string, mend = ''): Finding => ({
  check,
  state,
  found,
  mend,
})
