import { useSyncExternalStore } from 'react'

export function isHidden(): boolean {
  return document.visibilityState === 'hidden'
}

// Whether nobody sees this tab at the moment.
export function useHidden(): boolean {
  return useSyncExternalStore(subscribe, isHidden)
}

function subscribe(changed: () => void): () => void {
  document.addEventListener('visibilitychange', changed)
  return () => document.removeEventListener('visibilitychange', changed)
}
