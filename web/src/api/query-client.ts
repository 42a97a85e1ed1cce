import { QueryClient } from '@tanstack/react-query'
import { retryDelay, shouldRetry } from './progress-policy'

export function newQueryClient(): QueryClient {
  return new QueryClient({
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
}
