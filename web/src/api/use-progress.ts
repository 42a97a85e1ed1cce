import { useQuery, useQueryClient, type Query } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { fetchProgress } from './endpoints'
import { canListen, listenToProgress } from './live-progress'
import { isOver, pollInterval, restFromStream, stageOf, type Heard } from './progress-policy'
import { isHidden, useHidden } from './use-hidden'
import { keys } from './keys'
import type { EpisodeId } from './types'

// Asks once; then, while work goes on and somebody looks, the live stream tells. Whenever there is no stream the page
// asks by the policy in progress-policy.ts. Never both, and neither after completed, error, not found or too many
// failures.
export function useProgress(id: EpisodeId) {
  const [source, setSource] = useState<Source>('questions')
  const live = source === 'stream'
  const query = useQuery<Heard>({
    queryKey: keys.progress(id),
    queryFn: ({ signal }) => fetchProgress(id, signal),
    staleTime: 0,
    refetchInterval: (query) => (live ? false : nextQuestion(query)),
    refetchIntervalInBackground: true,
    // Whoever comes back to this tab sees what was done in another one, and a server that is there again.
    refetchOnWindowFocus: !live,
  })
  const worthListening = query.isSuccess && !query.isFetching && query.data !== 'not yet' && !isOver(stageOf(query.data))
  useStream(id, worthListening, source, setSource)
  return query
}

// Where news comes from: questions, the stream, or questions while the stream gets a rest.
type Source = 'questions' | 'stream' | 'questions for now'

function useStream(id: EpisodeId, worthListening: boolean, source: Source, setSource: (source: Source) => void): void {
  const client = useQueryClient()
  const failed = useRef(0)
  const hidden = useHidden()
  const begin = source === 'questions' && worthListening && !hidden && canListen()

  useEffect(() => {
    if (begin) setSource('stream')
  }, [begin, setSource])

  useEffect(() => {
    // A hidden tab gives its connection back: a browser has few for one server.
    if (source === 'stream' && hidden) setSource('questions')
  }, [source, hidden, setSource])

  useEffect(() => {
    if (source !== 'stream') return
    return listenToProgress(id, {
      heard: (answer) => {
        failed.current = 0
        client.setQueryData<Heard>(keys.progress(id), answer)
      },
      ended: (how) => {
        if (how === 'broken') failed.current += 1
        setSource(how === 'over' ? 'questions' : 'questions for now')
      },
    })
  }, [source, id, client, setSource])

  useEffect(() => {
    if (source !== 'questions for now') return
    void client.refetchQueries({ queryKey: keys.progress(id) }, { cancelRefetch: false })
    const rest = failed.current === 0 ? 0 : restFromStream(failed.current)
    const timer = setTimeout(() => setSource('questions'), rest)
    return () => clearTimeout(timer)
  }, [source, id, client, setSource])
}

function nextQuestion(query: Query<Heard>): number | false {
  return query.state.status === 'error' ? false : pollInterval(stageOf(query.state.data), isHidden())
}
