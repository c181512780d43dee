/** @jsxImportSource hono/jsx/dom */
import { useEffect, useRef, useState } from 'hono/jsx/dom'
import { ApiError } from '../api.ts'
import type { Chat } from '../chat.ts'
import type { Verification } from '../types.ts'
import { verifyWords as words } from '../words.ts'

type Step = { name: 'phone' } | { name: 'code'; id: string; phone: string } | { name: 'over'; text: string }

/** What went wrong, for the person who typed it. */
const problemOf = (error: unknown): string => {
  const status = error instanceof ApiError ? error.status : 0
  if (status === 429) return words.locked
  return status === 400 || status === 422 ? words.invalid : words.failed
}

/** Asks for the phone number, then for the code that was texted to it. */
export const Verify = ({ chat, close }: { chat: Chat; close: () => void }) => {
  const dialog = useRef<HTMLDialogElement | null>(null)
  const [step, setStep] = useState<Step>({ name: 'phone' })
  const [isBusy, setBusy] = useState(false)
  const [problem, setProblem] = useState('')
  useEffect(() => dialog.current?.showModal(), [])
  useEffect(() => dialog.current?.querySelector<HTMLElement>('[data-first]')?.focus(), [step.name])

  const go = (next: Step, why = '') => {
    setStep(next)
    setProblem(why)
  }
  const hear = ({ outcome, attemptsLeft }: Verification) => {
    if (outcome === 'wrong') setProblem(words.wrong(attemptsLeft))
    else if (outcome === 'expired') go({ name: 'phone' }, words.expired)
    else go({ name: 'over', text: words[outcome] })
  }
  /** Runs with what is in the form's field. */
  const submit = (work: (text: string) => Promise<void>) => async (event: Event) => {
    event.preventDefault()
    const text = new FormData(event.currentTarget as HTMLFormElement).get('field')?.toString().trim()
    if (isBusy || !text) return
    setBusy(true)
    await work(text).catch((error) => setProblem(problemOf(error)))
    setBusy(false)
  }
  const askForCode = submit(async (phone) => {
    const { verificationId } = await chat.verify('phone', phone)
    go({ name: 'code', phone, id: verificationId })
  })
  const giveCode = (id: string) => submit(async (code) => hear(await chat.confirm(id, code)))
  const give = { name: 'field', id: 'field', required: true, 'data-first': true, 'aria-describedby': 'problem' }

  return (
    <dialog class="verify" aria-labelledby="verify-title" ref={dialog} onClose={close}>
      <h2 id="verify-title">{words.title}</h2>
      <p id="problem" class="bad" role="alert">
        {problem}
      </p>
      {step.name === 'phone' ? (
        <form key="phone" onSubmit={askForCode}>
          <p>{words.why}</p>
          <label for="field">{words.phone}</label>
          <input {...give} type="tel" autocomplete="tel" maxLength={40} />
          <Buttons main={words.sendCode} isBusy={isBusy} cancel={() => dialog.current?.close()} />
        </form>
      ) : step.name === 'code' ? (
        <form key="code" onSubmit={giveCode(step.id)}>
          <p>{words.codeSent(step.phone)}</p>
          <label for="field">{words.code}</label>
          <input {...give} inputMode="numeric" autocomplete="one-time-code" maxLength={12} />
          <Buttons main={words.confirm} isBusy={isBusy} cancel={() => dialog.current?.close()} />
          <button type="button" class="plain" onClick={() => go({ name: 'phone' })}>
            {words.other}
          </button>
        </form>
      ) : (
        <form key="over" method="dialog">
          <p role="status">{step.text}</p>
          <button type="submit" class="main" data-first>
            {words.done}
          </button>
        </form>
      )}
    </dialog>
  )
}

const Buttons = ({ main, isBusy, cancel }: { main: string; isBusy: boolean; cancel: () => void }) => (
  <div class="row">
    <button type="submit" class="main" disabled={isBusy}>
      {main}
    </button>
    <button type="button" onClick={cancel}>
      {words.cancel}
    </button>
  </div>
)
