import type { Transcript } from '../api/types'
import { isTranscript } from '../upload/check-file'
import { count } from '../words/format'

// Where the words come from, and what about them was not heard but reckoned.
export function originOf(transcript: Transcript): string[] {
  const { source, estimated_times: estimated, restored_punctuation: restored, words } = transcript
  const guessed = words.filter((word) => word.estimated).length
  return [
    wordsFrom(source),
    estimated ? 'Many of their times are estimated.' : guessed > 0 ? `The times of ${count(guessed, 'word')} are estimated.` : '',
    restored ? 'Punctuation and capitals were restored; they may be wrong here and there.' : '',
  ].filter(Boolean)
}

function wordsFrom(source: string): string {
  if (source === '') return ''
  return isTranscript({ name: source }) ? `From ${source}, which came with the episode.` : `Heard by ${source}.`
}
