import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query'
import { retryDelay, shouldRetry } from './progress-policy'
import { noticeSignedOut } from './signed-out'

export function newQueryClient(): QueryClient {
  const onError = (error: unknown): void => noticeSignedOut(client, error)
  const client: QueryClient = new QueryClient({
    queryCache: new QueryCache({ onError }),
    mutationCache: new MutationCache({ onError }),
    defaultOptions: {
      queries: {
        retry: shouldRetry,
        retryDelay: (failures, error) => retryDelay(failures, error),
        // The server is usually this very machine, so being "offline" says nothing about it.
        networkMode: 'always',
      },
      mutations: { networkMode: 'always' },
    },
  })
  return client
}
