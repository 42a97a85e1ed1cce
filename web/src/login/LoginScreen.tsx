import { useEffect, useId, useRef, useState } from 'react'
import { asTrouble, type Trouble } from '../api/trouble'
import { useSignIn } from '../api/use-session'
import { useTabTitle } from '../frame/use-tab-title'
import { Button } from '../look/Button'
import { useFocusKept } from '../look/use-focus-kept'
import { useSecondsUntil } from '../look/use-seconds-until'
import { length } from '../words/format'
import styles from './login.module.css'

// Stands in the place of the screen that was wanted; the address stays, so that screen comes next.
export function LoginScreen() {
  const [token, setToken] = useState('')
  const signIn = useSignIn()
  const trouble = signIn.error && asTrouble(signIn.error)
  const wait = useSecondsUntil(trouble?.retryAfterMs ? signIn.submittedAt + trouble.retryAfterMs : null)
  const ids = { field: useId(), hint: useId(), error: useId() }
  const element = useFocusKept<HTMLDivElement>()
  const field = useRef<HTMLInputElement>(null)
  useTabTitle('Sign in · PodPromo')
  // There is nothing else to do here.
  useEffect(() => field.current?.focus(), [])
  return (
    <div ref={element} className={`wrap screen ${styles.screen ?? ''}`}>
      <h1>Sign in</h1>
      <p className="muted">This PodPromo is open to its network and asks who comes in.</p>
      <form
        className={styles.form}
        onSubmit={(event) => {
          event.preventDefault()
          if (token.trim() !== '' && wait === 0) signIn.mutate(token.trim())
        }}
      >
        <label htmlFor={ids.field} className="strong">
          Access token
        </label>
        <input
          ref={field}
          id={ids.field}
          className={styles.field}
          type="password"
          name="token"
          autoComplete="current-password"
          autoCapitalize="none"
          spellCheck={false}
          required
          aria-describedby={`${ids.hint} ${ids.error}`}
          aria-invalid={trouble !== null}
          value={token}
          onChange={(event) => setToken(event.target.value)}
        />
        <p id={ids.hint} className="small muted">
          PodPromo showed it in the terminal when it first started. Lost? <code>podpromo token</code> makes a new one.
        </p>
        <p id={ids.error} role="alert" className="small bad strong">
          {trouble && said(trouble, wait)}
        </p>
        <Button look="primary" type="submit" disabled={signIn.isPending || wait > 0}>
          {wait > 0 ? `Wait ${length(wait)}` : 'Sign in'}
        </Button>
      </form>
    </div>
  )
}

function said(trouble: Trouble, wait: number): string {
  if (trouble.status === 401) return 'That is not the token of this server. Check it and try again.'
  if (trouble.status !== 429) return `${trouble.message} ${trouble.remedy}`
  return wait > 0 ? `There were too many tries. Wait ${length(wait)}, then try again.` : 'There were too many tries. You can try again now.'
}
