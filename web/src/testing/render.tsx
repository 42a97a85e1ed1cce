import { QueryClientProvider } from '@tanstack/react-query'
import { render, renderHook } from '@testing-library/react'
import type { ReactNode } from 'react'
import { newQueryClient } from '../api/query-client'
import { App } from '../frame/App'

export function renderWithServer<T>(hook: () => T) {
  const client = newQueryClient()
  const wrapper = ({ children }: { children: ReactNode }) => <QueryClientProvider client={client}>{children}</QueryClientProvider>
  return renderHook(hook, { wrapper })
}

// The whole page at an address.
export function renderPage(address: string) {
  window.history.replaceState(null, '', address)
  return render(<App client={newQueryClient()} />)
}
