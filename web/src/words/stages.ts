import type { StageName } from '../api/types'

// What a waiting person reads for a stage on the wire.
const doing: Record<string, string> = {
  uploading: 'Uploading',
  queued: 'Waiting for its turn',
  processing: 'Reading the sound',
  transcribing: 'Hearing the words',
  scoring: 'Finding the moments',
  generating: 'Making the clips',
  finalizing: 'Finishing',
  completed: 'Ready',
  error: 'Stopped',
}

export function stageSentence(stage: string): string {
  return doing[stage] ?? 'Working'
}

export const stageTitle: Record<StageName, string> = {
  sound: 'Sound',
  words: 'Words',
  moments: 'Moments',
  previews: 'Previews',
  clips: 'Clips',
}

const failed: Record<string, string> = {
  sound: 'The sound could not be read',
  words: 'The words could not be heard',
  moments: 'No moments could be found',
  previews: 'The previews could not be made',
  clips: 'The clips could not be made',
}

export function failureTitle(stage: string | undefined): string {
  return failed[stage ?? ''] ?? 'This episode stopped'
}

// Somebody stopped it, which is no failure.
export function wasStopped({ stage, message }: { stage: string; message: string }): boolean {
  return stage === 'error' && message.startsWith('Stopped by you')
}
