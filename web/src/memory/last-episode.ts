import type { EpisodeId } from '../api/types'
import { forget, recall, remember } from './shelf'

const key = 'last-episode'

// The episode that this visitor looked at when the page was opened: offered once, never forced.
let offered = recall<EpisodeId | null>(key, null)

export function rememberLast(id: EpisodeId): void {
  remember(key, id)
}

export function episodeToOffer(): EpisodeId | null {
  return offered
}

export function declineOffer(): void {
  offered = null
}

export function forgetLast(id: EpisodeId): void {
  if (offered === id) offered = null
  if (recall<EpisodeId | null>(key, null) === id) forget(key)
}
