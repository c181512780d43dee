/** @jsxImportSource hono/jsx/dom */
import { useEffect, useRef, useState } from 'hono/jsx/dom'
import type { Chat } from '../chat.ts'
import type { Verification } from '../types.ts'
import { verifyWords as words } from '../words.ts'

type Step = { name: 'address' } | { name: 'code'; id: string; value: string } | { name: 'over'; text: string }
type Way = 'phone' | 'email'

const field = (form: HTMLFormElement, name: string) => String(new FormData(form).get(name) ?? '').trim()

/** Asks for a phone number or an e-mail address, then for the code that was sent there. */
export const Verify = ({ chat, close }: { chat: Chat; close: () => void }) => {
  const dialog = useRef<HTMLDialogElement | null>(null)
  const [step, setStep] = useState<Step>({ name: 'address' })
  const [way, setWay] = useState<Way>('phone')
  const [isBusy, setBusy] = useState(false)
  const [problem, setProblem] = useState('')
  useEffect(() => dialog.current?.showModal(), [])
  useEffect(() => dialog.current?.querySelector<HTMLElement>('[data-first]')?.focus(), [step.name, way])

  const attempt = async (work: () => Promise<void>) => {
    if (isBusy) return
    setBusy(true)
    setProblem('')
    await work().catch(() => setProblem(words.failed))
    setBusy(false)
  }
  const askForCode = (event: Event) => {
    event.preventDefault()
    const value = field(event.currentTarget as HTMLFormElement, 'address')
    if (value) attempt(async () => setStep({ name: 'code', value, id: (await chat.verify(way, value)).verificationId }))
  }
  const hear = ({ outcome, attemptsLeft }: Verification) => {
    if (outcome === 'wrong') return setProblem(words.wrong(attemptsLeft))
    if (outcome !== 'expired') return setStep({ name: 'over', text: words[outcome] })
    setStep({ name: 'address' })
    setProblem(words.expired)
  }
  const giveCode = (id: string) => (event: Event) => {
    event.preventDefault()
    const code = field(event.currentTarget as HTMLFormElement, 'code')
    if (code) attempt(async () => hear(await chat.confirm(id, code)))
  }

  return (
    <dialog class="verify" aria-labelledby="verify-title" ref={dialog} onClose={close}>
      <h2 id="verify-title">{words.title}</h2>
      {step.name === 'address' ? (
        <form key="address" onSubmit={askForCode}>
          <p>{words.why}</p>
          <fieldset>
            <legend class="unseen">{words.title}</legend>
            {(['phone', 'email'] as const).map((one) => (
              <label key={one}>
                <input type="radio" name="way" checked={way === one} onChange={() => setWay(one)} />
                {one === 'phone' ? words.byPhone : words.byEmail}
              </label>
            ))}
          </fieldset>
          <label for="address">{way === 'phone' ? words.phone : words.email}</label>
          <input
            id="address"
            name="address"
            key={way}
            type={way === 'phone' ? 'tel' : 'email'}
            autocomplete={way === 'phone' ? 'tel' : 'email'}
            required
            maxLength={200}
            data-first
            aria-describedby="verify-problem"
          />
          <Buttons main={words.sendCode} isBusy={isBusy} close={() => dialog.current?.close()} />
        </form>
      ) : step.name === 'code' ? (
        <form key="code" onSubmit={giveCode(step.id)}>
          <p>{words.codeSent(step.value)}</p>
          <label for="code">{words.code}</label>
          <input
            id="code"
            name="code"
            inputMode="numeric"
            autocomplete="one-time-code"
            required
            maxLength={12}
            data-first
            aria-describedby="verify-problem"
          />
          <Buttons main={words.confirm} isBusy={isBusy} close={() => dialog.current?.close()} />
          <button type="button" class="plain" onClick={() => setStep({ name: 'address' })}>
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
      <p id="verify-problem" class="bad" role="alert">
        {problem}
      </p>
    </dialog>
  )
}

const Buttons = ({ main, isBusy, close }: { main: string; isBusy: boolean; close: () => void }) => (
  <div class="row">
    <button type="submit" class="main" disabled={isBusy}>
      {main}
    </button>
    <button type="button" onClick={close}>
      {words.cancel}
    </button>
  </div>
)
