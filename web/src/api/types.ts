// What the server says, under the page's own names. The shapes are those of docs/openapi.json: `npm run api-types`
// writes them into schema.d.ts, and `npm test` fails when the two differ. Times are seconds, scores 0…100.
import type { components, paths } from './schema'

type Schemas = components['schemas']
type Method = 'get' | 'post' | 'put'
type Answer<Path extends keyof paths, M extends Method> = paths[Path][M] extends {
  responses: { 200: { content: { 'application/json': infer Body } } }
}
  ? Body
  : never

export type EpisodeId = Schemas['EpisodeId']
export type ClipId = Schemas['ClipId']

export type Progress = Schemas['Progress']
export type ProgressAnswer = Schemas['ProgressAnswer']
export type StageState = Schemas['StageState']
export type StageName = StageState['name']
export type Episode = Schemas['Episode']
export type EpisodeAnswer = Answer<'/api/episodes/{id}', 'get'>
export type EpisodesAnswer = Answer<'/api/episodes', 'get'>
export type Peaks = Answer<'/api/episodes/{id}/peaks', 'get'>

export type Render = Schemas['Render']
export type Clip = Schemas['Clip']
export type Clips = Schemas['Clips']
export type ClipWords = Answer<'/api/clips/{id}/words', 'get'>
export type ClipWord = ClipWords['words'][number]
export type TitleIdeas = Answer<'/api/clips/{id}/titles', 'post'>
export type TitleAnswer = Answer<'/api/clips/{id}/title', 'put'>

export type Transcript = Schemas['Transcript']
// With the ETag that a correction of it names.
export type VersionedTranscript = Transcript & { etag: string }
export type CorrectedTranscript = Schemas['CorrectedTranscript']
export type Sentence = Transcript['sentences'][number]
export type TranscriptFormat = NonNullable<
  NonNullable<paths['/api/transcript/{id}']['get']['parameters']['query']>['format']
>

export type Session = Schemas['Session']
export type Queue = Answer<'/api/queue', 'get'>
