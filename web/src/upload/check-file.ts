import { size } from '../words/format'

export const mediaExtensions = ['mp3', 'wav', 'm4a', 'aac', 'flac', 'ogg', 'opus', 'mp4', 'mov', 'mkv', 'webm', 'avi']
export const acceptAttribute = mediaExtensions.map((extension) => `.${extension}`).join(',')

export interface Refusal {
  reason: string
  remedy: string
  // Gone, perhaps, once the network is back or somebody has signed in.
  mayPass?: boolean
}

// What can be said about a file before a byte is sent; null when nothing speaks against it.
export function refusalOf(file: { name: string; size: number }, limit: number | null): Refusal | null {
  const extension = /\.([^.]+)$/.exec(file.name)?.[1]?.toLowerCase() ?? ''
  if (!mediaExtensions.includes(extension)) {
    return {
      reason: 'This is not an audio or video file that we can read.',
      remedy: `Choose one of ${mediaExtensions.join(', ')}.`,
    }
  }
  if (file.size === 0) {
    return { reason: 'This file is empty.', remedy: 'Export or copy it again, then choose it once more.' }
  }
  if (limit !== null && file.size > limit) {
    return {
      reason: `This file has ${size(file.size)}; this server takes up to ${size(limit)}.`,
      remedy: 'Choose a smaller file, or raise MAX_UPLOAD_BYTES and start the server again.',
    }
  }
  return null
}
