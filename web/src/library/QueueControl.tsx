import { usePauseQueue } from '../api/queries'
import type { Queue } from '../api/types'
import { Button } from '../look/Button'
import { NotDone } from '../look/NotDone'
import { count } from '../words/format'
import styles from './library.module.css'

// Pauses and resumes the work on what waits. What is being worked on is finished first.
export function QueueControl({ queue }: { queue: Queue | null }) {
  const order = usePauseQueue()
  if (queue === null || (!queue.paused && queue.running.length + queue.waiting.length === 0)) return null
  return (
    <>
      <NotDone error={order.error} />
      <Button disabled={order.isPending} onClick={() => order.mutate(!queue.paused)}>
        {nameOf(queue)}
      </Button>
    </>
  )
}

export function QueueNotice({ queue }: { queue: Queue | null }) {
  return (
    <p role="status" className={`small muted ${styles.queueNotice ?? ''}`}>
      {queue?.paused ? pausedSentence(queue) : ''}
    </p>
  )
}

function nameOf({ paused, running }: Queue): string {
  if (paused) return 'Go on with the rest'
  return running.length > 0 ? 'Pause after this' : 'Pause'
}

function pausedSentence({ running, waiting }: Queue): string {
  const rest = waiting.length === 0 ? 'Nothing waits.' : `${count(waiting.length, 'episode')} ${waiting.length === 1 ? 'waits' : 'wait'}.`
  const [now] = running
  return now ? `Paused after “${now.title}”. ${rest}` : `Paused. ${rest} Nothing is begun until you go on.`
}
