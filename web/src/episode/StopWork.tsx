import { useCancelEpisode } from '../api/queries'
import type { EpisodeId } from '../api/types'
import { Button } from '../look/Button'
import { NotDone } from '../look/NotDone'

// Ends the work and keeps the episode with all that was done, so there is nothing to ask about.
export function StopWork({ id }: { id: EpisodeId }) {
  const stop = useCancelEpisode()
  return (
    <>
      <NotDone error={stop.error} />
      <Button disabled={stop.isPending} onClick={() => stop.mutate(id)}>
        {stop.isPending ? 'Stopping…' : 'Stop'}
      </Button>
    </>
  )
}
