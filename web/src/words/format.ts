// How numbers are said: times as 31:07, lengths as 42 s, sizes as 52 MB, ages as "3 min ago".

// A time: the whole seconds before it, as players count.
export function clock(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds))
  const h = Math.floor(whole / 3600)
  const m = Math.floor((whole % 3600) / 60)
  const s = String(whole % 60).padStart(2, '0')
  return h > 0 ? `${h}:${String(m).padStart(2, '0')}:${s}` : `${m}:${s}`
}

// A length, to the nearest second, in words; and as a time for what is minutes or hours long or stands beside one.
export function length(seconds: number): string {
  const whole = Math.round(seconds)
  if (whole < 90) return `${whole} s`
  if (whole < 3600) return joined(Math.floor(whole / 60), 'min', whole % 60, 's')
  const minutes = Math.round(whole / 60)
  return joined(Math.floor(minutes / 60), 'h', minutes % 60, 'min')
}

export function clockLength(seconds: number): string {
  return clock(Math.round(seconds))
}

// Rounded so that it does not flicker: to 5 s under 10 min, to a minute above. What is not yet trusted is said in whole
// minutes and called a guess.
export function timeLeft(seconds: number | null | undefined, confidence = 'high'): string {
  if (seconds === null || seconds === undefined || !Number.isFinite(seconds)) return 'Measuring how long it takes…'
  if (seconds < 5) return 'A few seconds left'
  if (confidence !== 'high') return `${guess(seconds)} left${confidence === 'low' ? ', still measuring' : ''}`
  const step = seconds < 600 ? 5 : 60
  return `${length(Math.ceil(seconds / step) * step)} left`
}

function guess(seconds: number): string {
  if (seconds < 45) return 'Less than a minute'
  const minutes = Math.max(1, Math.round(seconds / 60))
  const whole = minutes < 10 ? minutes : 5 * Math.round(minutes / 5)
  return `About ${whole < 60 ? `${whole} min` : length(whole * 60)}`
}

export function size(bytes: number): string {
  const units = ['kB', 'MB', 'GB', 'TB']
  let value = bytes / 1024
  let unit = 0
  while (value >= 999.5 && unit < units.length - 1) {
    value /= 1024
    unit += 1
  }
  const digits = value < 10 && unit > 0 ? 1 : 0
  return `${value.toFixed(digits)} ${units[unit] ?? ''}`
}

export function speed(bytesPerSecond: number): string {
  return `${size(bytesPerSecond)}/s`
}

// With a real minus sign, as in print.
export function decibels(value: number): string {
  return value.toFixed(1).replace('-', '−')
}

export function count(value: number, one: string, many = `${one}s`): string {
  return `${value.toLocaleString('en')} ${value === 1 ? one : many}`
}

export function age(then: Date, now: Date): string {
  const minutes = Math.floor((now.getTime() - then.getTime()) / 60_000)
  if (minutes < 1) return 'just now'
  if (minutes < 60) return `${minutes} min ago`
  const days = midnight(now) - midnight(then)
  if (days === 0) return `${Math.floor(minutes / 60)} h ago`
  if (days === 1) return 'yesterday'
  if (days < 7) return `${days} days ago`
  const year = then.getFullYear() === now.getFullYear() ? {} : ({ year: 'numeric' } as const)
  return then.toLocaleDateString('en', { month: 'short', day: 'numeric', ...year })
}

export function fullTime(then: Date): string {
  return then.toLocaleString('en', { dateStyle: 'full', timeStyle: 'short' })
}

export function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}

// Reasons from the server may be the bare middle of a sentence; people read whole ones.
export function sentence(text: string): string {
  const trimmed = text.trim()
  return trimmed === '' || /[.!?…]$/.test(trimmed) ? capitalised(trimmed) : `${capitalised(trimmed)}.`
}

function joined(large: number, largeUnit: string, small: number, smallUnit: string): string {
  return small === 0 ? `${large} ${largeUnit}` : `${large} ${largeUnit} ${small} ${smallUnit}`
}

function midnight(date: Date): number {
  return Math.round(Date.UTC(date.getFullYear(), date.getMonth(), date.getDate()) / 86_400_000)
}
