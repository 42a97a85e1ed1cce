import { useCancelEpisode } from '../api/queries'
import { asTrouble } from '../api/trouble'
import type { EpisodeId } from '../api/types'
import { Button } from '../look/Button'

// Ends the work and keeps the episode with all that was done, so there is nothing to ask about.
export function StopWork({ id }: { id: EpisodeId }) {
  const stop = useCancelEpisode()
  return (
    <>
      {stop.isError && (
        <span className="small bad" role="alert">
          {asTrouble(stop.error).message}
        </span>
      )}
      <Button disabled={stop.isPending} onClick={() => stop.mutate(id)}>
        {stop.isPending ? 'Stopping…' : 'Stop'}
      </Button>
    </>
  )
}
