import type { ReactNode } from 'react'
import { StopIcon } from './icons'
import look from './look.module.css'
import { useFocusKept } from './use-focus-kept'

interface Props {
  title?: string
  reason: string
  remedy?: string
  // Not a failure, only something to know.
  calm?: boolean
  // Said aloud at once; leave out for what was already there when the page opened.
  urgent?: boolean
  children?: ReactNode
}

// What happened, why, and what to do, with the actions for it.
export function Problem({ title, reason, remedy, calm = false, urgent = false, children }: Props) {
  const element = useFocusKept<HTMLDivElement>()
  return (
    <div ref={element} className={look.problem} {...(urgent ? { role: 'alert' } : {})}>
      <div className={look.problemTitle}>
        {!calm && <StopIcon size={20} />}
        {title ? <h2>{title}</h2> : <p className="strong">{reason}</p>}
      </div>
      {title && <p>{reason}</p>}
      {remedy && <p className="muted">{remedy}</p>}
      {children && <div className={look.problemActions}>{children}</div>}
    </div>
  )
}
