import { useTranscript } from '../api/queries'
import { asTrouble } from '../api/trouble'
import type { EpisodeId } from '../api/types'
import { Button } from '../look/Button'
import { Problem } from '../look/Problem'

export const changedMeanwhile = 'Somebody changed this transcript meanwhile.'

// Why a correction was not saved. What was typed stays; when somebody else was quicker, their transcript can be loaded
// under it.
export function NotSaved({ id, error, onLoaded }: { id: EpisodeId; error: unknown; onLoaded: () => void }) {
  const transcript = useTranscript(id, false)
  const trouble = asTrouble(error)
  if (trouble.status !== 412) return <Problem reason={trouble.message} remedy={trouble.remedy} urgent />
  const load = async () => {
    if ((await transcript.refetch()).isSuccess) onLoaded()
  }
  return (
    <Problem
      reason={changedMeanwhile}
      remedy="Load it as it is now. What you typed stays, and you can save it then."
      urgent
    >
      <Button look="primary" disabled={transcript.isFetching} onClick={() => void load()}>
        Load the transcript
      </Button>
    </Problem>
  )
}
