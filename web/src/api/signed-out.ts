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
