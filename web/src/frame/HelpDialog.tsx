import { Button } from '../look/Button'
import { Dialog, DialogActions } from '../look/Dialog'
import look from '../look/look.module.css'
import styles from './frame.module.css'

const keys: readonly (readonly [names: readonly string[], what: string])[] = [
  [['space'], 'Play or pause'],
  [['j', '↓'], 'Next clip or episode'],
  [['k', '↑'], 'Previous clip or episode'],
  [['enter'], 'Open it'],
  [['d'], 'Download the clip'],
  [['x'], 'Not this one'],
  [['?'], 'Show these keys'],
]

export function HelpDialog({ onClose }: { onClose: () => void }) {
  return (
    <Dialog title="Keys" onClose={onClose}>
      <dl className={styles.keys}>
        {keys.map(([names, what]) => (
          <div key={what}>
            <dt>
              {names.map((name) => (
                <kbd key={name} className={look.key}>
                  {name}
                </kbd>
              ))}
            </dt>
            <dd>{what}</dd>
          </div>
        ))}
      </dl>
      <DialogActions>
        <Button onClick={onClose}>Close</Button>
      </DialogActions>
    </Dialog>
  )
}
