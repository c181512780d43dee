import { AsyncLocalStorage } from 'node:async_hooks'
import type { ApiCallOptions, Attribution } from './call.ts'

export interface Attributed<Api extends object> {
  /** the same api; what is called inside `run` carries its attribution */
  api: Api
  run<T>(by: Attribution, work: () => T): T
}

type Call = (args: object | undefined, options?: ApiCallOptions) => unknown

/**
 * An api whose calls say, for the audit log, for whom they are made: whatever is called inside `run`, however deep. `by`
 * is read at each call, so that a request can name its key once it knows it.
 */
export function attribute<Api extends object>(api: Api): Attributed<Api> {
  const current = new AsyncLocalStorage<Attribution>()
  const wrapped = new Map<PropertyKey, Call>()
  const wrap = (name: PropertyKey, call: Call): Call => {
    const made: Call = (args, options) => {
      const by = current.getStore()
      return call.call(api, args, by ? { attribution: by, ...options } : options)
    }
    wrapped.set(name, made)
    return made
  }
  return {
    api: new Proxy(api, {
      get(target, name) {
        const value: unknown = Reflect.get(target, name, target)
        return typeof value === 'function' ? (wrapped.get(name) ?? wrap(name, value as Call)) : value
      },
    }),
    run: (by, work) => current.run(by, work),
  }
}

/** An api whose calls are all put down to `by`: for what is called from the events of a socket, which carry no context. */
export const attributedTo = <Api extends object>(api: Api, by: Attribution): Api =>
  new Proxy(api, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name, target)
      if (typeof value !== 'function') return value
      return (args: object | undefined, options?: ApiCallOptions) =>
        (value as Call).call(target, args, { attribution: by, ...options })
    },
  })
