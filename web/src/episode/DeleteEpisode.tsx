import { useState } from 'react'
import { useLocation } from 'wouter'
import { useDeleteEpisode, useForgetEpisode } from '../api/queries'
import type { EpisodeId } from '../api/types'
import { Button } from '../look/Button'
import { Dialog, DialogActions } from '../look/Dialog'
import { NotDone } from '../look/NotDone'
import { forgetLast } from '../memory/last-episode'
import styles from './episode.module.css'

export function DeleteEpisode({ id, title, running }: { id: EpisodeId; title: string; running: boolean }) {
  const [asking, setAsking] = useState(false)
  const [, go] = useLocation()
  const remove = useDeleteEpisode()
  const forget = useForgetEpisode()
  // Once it is under way it can't be taken back.
  const keep = () => remove.isPending || setAsking(false)
  const name = running ? 'Stop and delete' : 'Delete'
  const confirmed = () =>
    remove.mutate(id, {
      onSuccess: () => {
        forgetLast(id)
        go('/', { replace: true })
        forget(id)
      },
    })
  return (
    <>
      <Button onClick={() => setAsking(true)}>Delete</Button>
      {asking && (
        <Dialog title={`${name} this episode?`} onClose={keep}>
          <p className={styles.dialogText}>
            “{title}”, its transcript and its clips are removed from this server. What you have downloaded stays yours.
          </p>
          <NotDone error={remove.error} />
          <DialogActions>
            <Button disabled={remove.isPending} onClick={keep}>
              Keep it
            </Button>
            <Button look="danger" disabled={remove.isPending} onClick={confirmed}>
              {name}
            </Button>
          </DialogActions>
        </Dialog>
      )}
    </>
  )
}
