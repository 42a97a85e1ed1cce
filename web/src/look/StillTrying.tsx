// Said while a question that got no answer is asked again by itself.
export function StillTrying() {
  return (
    <p className="small muted" role="status">
      No answer for a moment; we keep trying.
    </p>
  )
}
