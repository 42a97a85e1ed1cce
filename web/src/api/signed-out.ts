import type { QueryClient } from '@tanstack/react-query'
import { keys } from './keys'
import { Trouble } from './trouble'
import type { Session } from './types'

// Whatever is refused for want of a token brings up the question for it.
export function noticeSignedOut(client: QueryClient, error: unknown): void {
  if (error instanceof Trouble && error.signInNeeded) {
    client.setQueryData<Session>(keys.session, { ok: true, required: true, signed_in: false })
  }
}

let signIns = 0

export function noticeSignedIn(client: QueryClient): void {
  signIns += 1
  // What was refused before is asked anew, once it is on the screen again.
  void client.invalidateQueries({ refetchType: 'none' })
  client.setQueryData<Session>(keys.session, { ok: true, required: true, signed_in: true })
}

// For a question that is about to be asked: whether somebody has signed in since. A refusal then says nothing any more.
export function newSignInWatch(): () => boolean {
  const before = signIns
  return () => signIns !== before
}
