import { describe, expect, it } from 'vitest'
import { aTranscript } from '../testing/server'
import { runFrom, takesOver, withName, withSentence, withSpeaker } from './corrections'

const plain = aTranscript()
const transcript = {
  ...plain,
  words: [...plain.words.slice(0, 2), { w: 'Nobody.', start: 10, end: 11, p: 1, speaker: 1 }, { w: 'Yes.', start: 16, end: 17, p: 1, speaker: 1 }],
  sentences: [
    ...plain.sentences.slice(0, 1),
    { start: 10, end: 11, first_word: 2, last_word: 3, text: 'Nobody.' },
    { start: 16, end: 17, first_word: 3, last_word: 4, text: 'Yes.' },
  ],
}
const [question, answer] = transcript.sentences

describe('a corrected sentence', () => {
  it('stands where it stood, and its words are its speaker’s', () => {
    expect(withSentence(transcript, question!, '  Who really\ndecides? ')).toEqual([
      { w: 'Who', speaker: 0 },
      { w: 'really', speaker: 0 },
      { w: 'decides?', speaker: 0 },
      { w: 'Nobody.', speaker: 1 },
      { w: 'Yes.', speaker: 1 },
    ])
  })

  it('without words is gone', () => {
    expect(withSentence(transcript, answer!, ' ').map((word) => word.w)).toEqual(['Who', 'decides?', 'Yes.'])
  })

  it('of an unknown speaker stays so', () => {
    const words = transcript.words.map(({ w, start, end, p }) => ({ w, start, end, p }))
    expect(withSentence({ ...transcript, words }, answer!, 'Some.')[2]).toEqual({ w: 'Some.' })
  })
})

describe('sentences that somebody else says', () => {
  it('are one, or all until the next change', () => {
    expect([0, 1, 2].map((first) => runFrom(transcript, first))).toEqual([
      [0, 1],
      [1, 3],
      [2, 3],
    ])
  })

  it('keep their words', () => {
    expect(withSpeaker(transcript, [1, 3], 0, '')).toEqual({
      words: [
        { w: 'Who', speaker: 0 },
        { w: 'decides?', speaker: 0 },
        { w: 'Nobody.', speaker: 0 },
        { w: 'Yes.', speaker: 0 },
      ],
    })
  })

  it('may be said by somebody new', () => {
    const body = withSpeaker(transcript, [2, 3], 2, 'Ben')
    expect(body.speakers).toEqual(['Speaker 1', 'Speaker 2', 'Ben'])
    expect(body.words?.map(({ speaker }) => speaker)).toEqual([0, 0, 1, 2])
  })
})

describe('speakers', () => {
  it('are named one by one', () => {
    expect(withName(transcript.speakers, 1, 'Anna')).toEqual(['Speaker 1', 'Anna'])
  })

  it('are told where they take over', () => {
    expect(transcript.sentences.map((_, index) => takesOver(transcript, index))).toEqual(['Speaker 1', 'Speaker 2', undefined])
    expect(takesOver({ ...transcript, speakers: [] }, 0)).toBeUndefined()
  })
})
