import type { CorrectedTranscript, Sentence, Transcript } from '../api/types'

type WantedWords = NonNullable<CorrectedTranscript['words']>

// The transcript with another text in the place of one sentence. Words get their times from the server; those that are
// new are said by whoever says the sentence.
export function withSentence(transcript: Transcript, sentence: Sentence, text: string): WantedWords {
  const said = transcript.words.map(({ w }) => ({ w }))
  const speaker = speakerOf(transcript, sentence)
  const words = text.split(/\s+/).filter((word) => word !== '')
  return [
    ...said.slice(0, sentence.first_word),
    ...words.map((w) => (speaker === undefined ? { w } : { w, speaker })),
    ...said.slice(sentence.last_word),
  ]
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
