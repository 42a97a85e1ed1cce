import type { CorrectedTranscript, Sentence, Transcript } from '../api/types'

type WantedWords = NonNullable<CorrectedTranscript['words']>

// The transcript with another text in the place of one sentence. Words get their times from the server; those that are
// new are said by whoever says the sentence.
export function withSentence(transcript: Transcript, sentence: Sentence, text: string): WantedWords {
  const said = transcript.words.map(asItIs)
  const speaker = speakerOf(transcript, sentence)
  const words = text.split(/\s+/).filter((word) => word !== '')
  return [
    ...said.slice(0, sentence.first_word),
    ...words.map((w) => (speaker === undefined ? { w } : { w, speaker })),
    ...said.slice(sentence.last_word),
  ]
}

// The transcript with the sentences from `first` to before `end` said by one speaker, an index into its speakers; the
// index after the last is somebody new, of this name.
export function withSpeaker(transcript: Transcript, [first, end]: Run, speaker: number, name: string): CorrectedTranscript {
  const from = transcript.sentences[first]?.first_word ?? 0
  const to = transcript.sentences[end - 1]?.last_word ?? 0
  const words = transcript.words.map((word, at) => (at >= from && at < to ? { w: word.w, speaker } : asItIs(word)))
  return speaker < transcript.speakers.length ? { words } : { words, speakers: [...transcript.speakers, name] }
}

// Sentences by their places, the last one excluded.
export type Run = readonly [first: number, end: number]

// From a sentence to before the next that somebody else says.
export function runFrom(transcript: Transcript, first: number): Run {
  const { sentences } = transcript
  const speaker = sentences[first] && speakerOf(transcript, sentences[first])
  const next = sentences.findIndex((each, at) => at > first && speakerOf(transcript, each) !== speaker)
  return [first, next === -1 ? sentences.length : next]
}

export function withName(speakers: readonly string[], index: number, name: string): string[] {
  return speakers.map((each, at) => (at === index ? name : each))
}

// Who says a sentence, as an index; undefined when nobody knows.
export function speakerOf(transcript: Transcript, sentence: Sentence): number | undefined {
  return transcript.words[sentence.first_word]?.speaker
}

// Where a speaker takes over, their name; undefined where the same one goes on, nobody knows, or there is one alone.
export function takesOver(transcript: Transcript, index: number): string | undefined {
  const sentence = transcript.sentences[index]
  const before = transcript.sentences[index - 1]
  if (!sentence || transcript.speakers.length < 2) return undefined
  const speaker = speakerOf(transcript, sentence)
  if (speaker === undefined || (before && speakerOf(transcript, before) === speaker)) return undefined
  return transcript.speakers[speaker]
}

// With its speaker: a word without one goes back to whoever was heard, although somebody gave it to another.
function asItIs({ w, speaker }: Transcript['words'][number]) {
  return speaker === undefined ? { w } : { w, speaker }
}
