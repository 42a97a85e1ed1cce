import type { Clip, Render } from '../api/types'

const ratios: Record<Render['format'], string> = { vertical: '9:16', portrait: '4:5', square: '1:1', wide: '16:9' }

export function ratioOf(render: Render): string {
  return ratios[render.format]
}

export function videoOf(clip: Clip): string | null {
  return clip.renders[0]?.url ?? clip.preview_url
}

export function mainDownloadOf(clip: Clip): string | null {
  return clip.renders[0]?.download_url ?? null
}
