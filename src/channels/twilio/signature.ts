import { getExpectedTwilioSignature, validateRequest } from 'twilio/lib/webhooks/webhooks.js'
import type { FormParams } from './form.ts'

/**
 * The URL Twilio called, which is what it signed: the origin it knows us by, then path and query exactly as received.
 * Behind a proxy the request's own scheme and host are the proxy's, so they are not looked at.
 * @param publicUrl e.g. `https://rapport.example.com`; a path in it is kept as a prefix
 * @param requestUrl the received URL, absolute or from the path on
 */
export function publicRequestUrl(publicUrl: string, requestUrl: string): string {
  const pathAndQuery = requestUrl.replace(/^[a-z][a-z0-9+.-]*:\/\/[^/?#]*/i, '').replace(/#.*$/s, '')
  return publicUrl.replace(/\/+$/, '') + (pathAndQuery.startsWith('/') ? pathAndQuery : `/${pathAndQuery}`)
}

/**
 * Whether Twilio signed this request with one of the tokens, by Twilio's own validator (constant-time comparison; URL
 * with and without port). Several tokens are accepted so that a token can be rotated; an empty one never matches.
 * @param request.params the form exactly as received, unknown and repeated parameters included; `{}` for a GET
 * @param request.signature the `X-Twilio-Signature` header
 */
export function isTwilioSignatureValid(request: {
  publicUrl: string
  requestUrl: string
  params: FormParams
  signature: string | null | undefined
  authTokens: readonly string[]
}): boolean {
  const { signature } = request
  if (!signature) return false
  const url = publicRequestUrl(request.publicUrl, request.requestUrl)
  // Every token is tried, so that the time taken does not tell which one matched.
  const matches = request.authTokens.filter((token) => token && validateRequest(token, signature, url, request.params))
  return matches.length > 0
}

/** The `X-Twilio-Signature` Twilio would send for a POST of these parameters to this URL (query included). */
export const signTwilioRequest = (authToken: string, url: string, params: FormParams): string =>
  getExpectedTwilioSignature(authToken, url, params)
