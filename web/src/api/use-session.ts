import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { fetchSession, signIn, signOut } from './endpoints'
import { keys } from './keys'
import { noticeSignedIn } from './signed-out'

// Whether this visitor may come in. A server that can't say so answers for itself, request by request.
export function useSession() {
  const session = useQuery({
    queryKey: keys.session,
    queryFn: ({ signal }) => fetchSession(signal),
    staleTime: Infinity,
    retry: false,
  })
  return {
    pending: session.isPending,
    outside: session.data !== undefined && session.data.required && !session.data.signed_in,
    maySignOut: session.data !== undefined && session.data.required && session.data.signed_in,
  }
}

export function useSignIn() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: signIn,
    onSuccess: () => noticeSignedIn(client),
  })
}

// Ends in a page that has forgotten everything.
export function useSignOut() {
  return useMutation({ mutationFn: () => signOut(), onSuccess: () => window.location.assign('/') })
}
