import type { EpisodeId } from '../api/types'
import { recall, remember } from './shelf'

interface Upload {
  at: number
  filename: string
}

const key = 'uploads'
const most = 50

// Kept so that a reload still knows that a 404 means "not ready yet".
export function rememberUpload(id: EpisodeId, filename: string, now = Date.now()): void {
  const newest = Object.entries(all()).sort(([, a], [, b]) => b.at - a.at)
  remember(key, Object.fromEntries([[id, { at: now, filename }], ...newest.slice(0, most - 1)]))
}

export function uploadedAt(id: EpisodeId): number | undefined {
  return all()[id]?.at
}

export function uploadedName(id: EpisodeId): string | undefined {
  return all()[id]?.filename
}

function all(): Record<EpisodeId, Upload> {
  return recall<Record<EpisodeId, Upload>>(key, {})
}
