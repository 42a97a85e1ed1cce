import look from './look.module.css'

// A bar that fills. `label` is what a screen reader says it measures.
export function Bar({ percent, label }: { percent: number; label: string }) {
  const shown = Math.min(100, Math.max(0, Math.round(percent)))
  return (
    <span className={look.bar} role="progressbar" aria-label={label} aria-valuemin={0} aria-valuemax={100} aria-valuenow={shown}>
      <span style={{ width: `${shown}%` }} />
    </span>
  )
}
