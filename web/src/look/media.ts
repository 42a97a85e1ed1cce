// What the style sheets ask too: a narrow screen, and something that is pressed with fingers.
export function isNarrow(): boolean {
  return window.matchMedia('(max-width: 720px)').matches
}

export function isForFingers(): boolean {
  return window.matchMedia('(pointer: coarse), (max-width: 720px)').matches
}
