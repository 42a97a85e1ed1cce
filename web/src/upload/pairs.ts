import { extensionOf, isTranscript, transcriptExtensions } from './check-file'

export interface Pair {
  file: File
  transcript: File | null
}

// Who brings several files at once brings transcripts beside their episodes: talk.mp3 with talk.srt or talk.en.srt, and
// one alone with one alone whatever they are called. `left` are transcripts that belong to none of them.
export function pairs(files: readonly File[]): { pairs: Pair[]; left: File[] } {
  const transcripts = files.filter(isTranscript).sort((one, other) => rank(one) - rank(other))
  const episodes = files.filter((file) => !isTranscript(file))
  const aloneTogether = episodes.length === 1 && transcripts.length === 1
  const taken = episodes.map((file) => ({
    file,
    transcript: (aloneTogether ? transcripts[0] : transcripts.find((each) => isNamedAfter(each, file))) ?? null,
  }))
  const beside = (each: File) => taken.some(({ file, transcript }) => transcript === each || isNamedAfter(each, file))
  return { pairs: taken, left: transcripts.filter((each) => !beside(each)) }
}

export function isNamedAfter(transcript: { name: string }, file: { name: string }): boolean {
  const stem = file.name.slice(0, -1 - extensionOf(file.name).length)
  return transcript.name.toLowerCase().startsWith(`${stem.toLowerCase()}.`)
}

function rank(file: File): number {
  return transcriptExtensions.indexOf(extensionOf(file.name))
}
