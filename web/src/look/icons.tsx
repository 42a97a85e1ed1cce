import type { ReactNode } from 'react'

function Icon({ size = 20, children }: { size?: number; children: ReactNode }) {
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.75"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
      focusable="false"
    >
      {children}
    </svg>
  )
}

export function AddIcon({ size = 36 }: { size?: number }) {
  return (
    <Icon size={size}>
      <path d="M12 16V4.5M7.5 9 12 4.5 16.5 9M4 16v2.5A1.5 1.5 0 0 0 5.5 20h13a1.5 1.5 0 0 0 1.5-1.5V16" />
    </Icon>
  )
}

export function PlayIcon({ size = 20 }: { size?: number }) {
  return (
    <Icon size={size}>
      <path d="M8 5.5v13l10.5-6.5z" fill="currentColor" />
    </Icon>
  )
}

export function PauseIcon({ size = 20 }: { size?: number }) {
  return (
    <Icon size={size}>
      <path d="M8 5.5h2v13H8zM14 5.5h2v13h-2z" fill="currentColor" />
    </Icon>
  )
}

export function SoundIcon({ off }: { off: boolean }) {
  return (
    <Icon>
      <path d="M4.5 9.5v5h3l4.5 4v-13l-4.5 4z" />
      {off ? <path d="m16 9.5 5 5m0-5-5 5" /> : <path d="M15.5 9a4.2 4.2 0 0 1 0 6M18 6.5a8 8 0 0 1 0 11" />}
    </Icon>
  )
}

export function FullScreenIcon() {
  return (
    <Icon>
      <path d="M9 4.5H4.5V9M15 4.5h4.5V9M9 19.5H4.5V15M15 19.5h4.5V15" />
    </Icon>
  )
}

export function CaptionsIcon() {
  return (
    <Icon>
      <rect x="3.5" y="5.5" width="17" height="13" rx="2.5" />
      <path d="M7 12.5h4M13.5 12.5H17M7 15.5h6.5M16 15.5h1" />
    </Icon>
  )
}

export function CheckIcon({ size = 16 }: { size?: number }) {
  return (
    <Icon size={size}>
      <path d="m5 12.5 4.5 4.5L19 7.5" strokeWidth="2.25" />
    </Icon>
  )
}

export function StopIcon({ size = 16 }: { size?: number }) {
  return (
    <Icon size={size}>
      <path d="M12 7v6M12 16.5v.5" strokeWidth="2.25" />
      <circle cx="12" cy="12" r="9" />
    </Icon>
  )
}

export function PencilIcon() {
  return (
    <Icon size={16}>
      <path d="M4 20h4L19 9l-4-4L4 16zM13 7l4 4" />
    </Icon>
  )
}

export function BackIcon() {
  return (
    <Icon size={18}>
      <path d="M19 12H5.5M11 6l-6 6 6 6" />
    </Icon>
  )
}

export function CloseIcon() {
  return (
    <Icon size={16}>
      <path d="m6 6 12 12M18 6 6 18" />
    </Icon>
  )
}

export function TextIcon() {
  return (
    <Icon size={16}>
      <path d="M5 6.5h14M5 12h14M5 17.5h8" />
    </Icon>
  )
}

export function PersonIcon() {
  return (
    <Icon size={16}>
      <circle cx="12" cy="8" r="3.75" />
      <path d="M4.5 20c.8-3.9 3.7-6 7.5-6s6.7 2.1 7.5 6" />
    </Icon>
  )
}
