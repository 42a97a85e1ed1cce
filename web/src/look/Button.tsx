import type { AnchorHTMLAttributes, ButtonHTMLAttributes, Ref } from 'react'
import { Link } from 'wouter'
import look from './look.module.css'

export type ButtonLook = 'primary' | 'plain' | 'danger' | 'quiet'

export function buttonClass(as: ButtonLook = 'quiet'): string {
  return [look.button, look[as]].filter(Boolean).join(' ')
}

export function Button({ look: as, ...rest }: ButtonHTMLAttributes<HTMLButtonElement> & { look?: ButtonLook }) {
  return <button type="button" {...rest} className={buttonClass(as)} />
}

// A button that is only a picture; `label` is its name.
export function IconButton({ label, ...rest }: ButtonHTMLAttributes<HTMLButtonElement> & { label: string; ref?: Ref<HTMLButtonElement> }) {
  return <button type="button" title={label} {...rest} aria-label={label} className={look.icon} />
}

export function ButtonLink({ look: as, to, children }: { look?: ButtonLook; to: string; children: string }) {
  return (
    <Link to={to} className={buttonClass(as)}>
      {children}
    </Link>
  )
}

export function DownloadLink({
  look: as,
  children,
  ...rest
}: AnchorHTMLAttributes<HTMLAnchorElement> & { look?: ButtonLook }) {
  return (
    <a download {...rest} className={buttonClass(as)}>
      {children}
    </a>
  )
}
