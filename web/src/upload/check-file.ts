import { size } from '../words/format'

export const mediaExtensions = ['mp3', 'wav', 'm4a', 'aac', 'flac', 'ogg', 'opus', 'mp4', 'mov', 'mkv', 'webm', 'avi']
// The best first, where an episode has several.
export const transcriptExtensions = ['vtt', 'srt', 'json', 'txt']
const accept = (extensions: readonly string[]) => extensions.map((extension) => `.${extension}`).join(',')
export const acceptTranscripts = accept(transcriptExtensions)
export const acceptAll = accept([...mediaExtensions, ...transcriptExtensions])
const transcriptLimit = 16 * 1024 * 1024

export interface Refusal {
  reason: string
  remedy: string
  // Gone, perhaps, once the network is back or somebody has signed in.
  mayPass?: boolean
}

// What can be said about a file before a byte is sent; null when nothing speaks against it.
export function refusalOf(file: { name: string; size: number }, limit: number | null): Refusal | null {
  const extension = extensionOf(file.name)
  if (isTranscript(file)) {
    return { reason: 'This is a transcript without its episode.', remedy: 'Choose the two together, or add it to the upload of its episode.' }
  }
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

// The same for what is said in an episode.
export function transcriptRefusalOf(file: { name: string; size: number }): Refusal | null {
  if (!isTranscript(file)) return { reason: `${file.name} is not a transcript that we can read.`, remedy: `Choose one of ${transcriptExtensions.join(', ')}.` }
  if (file.size === 0) return { reason: `${file.name} is empty.`, remedy: 'Choose another transcript, or go on without.' }
  if (file.size <= transcriptLimit) return null
  return { reason: `${file.name} has ${size(file.size)}; a transcript has up to ${size(transcriptLimit)}.`, remedy: 'Export it as SRT or WebVTT.' }
}

// Told by its name: what is in it, the server reads.
export function isTranscript(file: { name: string }): boolean {
  return transcriptExtensions.includes(extensionOf(file.name))
}

export function extensionOf(name: string): string {
  return /\.([^.]+)$/.exec(name)?.[1]?.toLowerCase() ?? ''
}
