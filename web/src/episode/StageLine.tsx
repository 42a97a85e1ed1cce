import type { StageName, StageState } from '../api/types'
import { CheckIcon, StopIcon } from '../look/icons'
import { stageTitle } from '../words/stages'
import styles from './episode.module.css'

const names: readonly StageName[] = ['sound', 'words', 'moments', 'previews', 'clips']
const said: Record<StageState['state'], string> = {
  waiting: 'not begun',
  running: 'running',
  done: 'done',
  failed: 'failed',
}

// The five stages as a line that fills, each with its result when it is done.
export function StageLine({ stages }: { stages: StageState[] | undefined }) {
  return (
    <ol className={styles.stages} aria-label="Stages">
      {names.map((name) => (
        <Stage key={name} stage={stages?.find((stage) => stage.name === name) ?? waiting(name)} />
      ))}
    </ol>
  )
}

function waiting(name: StageName): StageState {
  return { name, state: 'waiting', percent: 0, result: '' }
}

function Stage({ stage }: { stage: StageState }) {
  const percent = stage.state === 'done' ? 100 : stage.percent
  return (
    <li className={styles.stage} data-state={stage.state}>
      <span className={styles.fill}>
        <span style={{ width: `${Math.min(100, Math.max(0, percent))}%` }} />
      </span>
      <span className={styles.stageName}>
        {stage.state === 'done' && <CheckIcon />}
        {stage.state === 'failed' && <StopIcon />}
        {stageTitle[stage.name]}
        <span className="unseen">, {said[stage.state]}</span>
      </span>
      <span className="small muted num">{stage.result}</span>
    </li>
  )
}
