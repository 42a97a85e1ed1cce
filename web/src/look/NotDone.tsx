import { asTrouble } from '../api/trouble'

// Why an order was not carried out and what to do, beside the button that gave it; nothing while nothing is wrong.
export function NotDone({ error }: { error: unknown }) {
  if (!error) return null
  const { message, remedy } = asTrouble(error)
  return (
    <p className="small bad" role="alert">
      {message} {remedy}
    </p>
  )
}
