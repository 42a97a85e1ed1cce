import { QueryClientProvider, type QueryClient } from '@tanstack/react-query'
import { Activity, useState } from 'react'
import { Redirect, Route, Switch, useSearchParams } from 'wouter'
import { useSession } from '../api/use-session'
import { EpisodeScreen } from '../episode/EpisodeScreen'
import { LibraryScreen } from '../library/LibraryScreen'
import { LoginScreen } from '../login/LoginScreen'
import { TranscriptScreen } from '../transcript/TranscriptScreen'
import { UploadsProvider } from '../upload/UploadsProvider'
import { DropAnywhere } from './DropAnywhere'
import { ErrorFence } from './ErrorFence'
import styles from './frame.module.css'
import { Header } from './Header'
import { HelpDialog } from './HelpDialog'
import { NotFoundScreen } from './NotFoundScreen'
import { useNewScreen } from './use-new-screen'
import { useShortcuts } from './use-shortcuts'

export function App({ client }: { client: QueryClient }) {
  return (
    <QueryClientProvider client={client}>
      <UploadsProvider>
        <Frame />
      </UploadsProvider>
    </QueryClientProvider>
  )
}

function Frame() {
  const [helping, setHelping] = useState(false)
  useNewScreen()
  const { pending, outside, maySignOut } = useSession()
  useShortcuts({ '?': () => setHelping(true) })
  return (
    <>
      <Header outside={pending || outside} maySignOut={maySignOut} onHelp={() => setHelping(true)} />
      <main id="main" className={styles.main}>
        <ErrorFence>
          {!pending && outside && <LoginScreen />}
          {/* Asks nothing while it is hidden, and keeps what was typed for whoever has to sign in anew. */}
          {!pending && (
            <Activity mode={outside ? 'hidden' : 'visible'}>
              <Screens />
            </Activity>
          )}
        </ErrorFence>
      </main>
      {!outside && <DropAnywhere />}
      {helping && <HelpDialog onClose={() => setHelping(false)} />}
    </>
  )
}

function Screens() {
  return (
    <Switch>
      <Route path="/">
        <Home />
      </Route>
      <Route path="/e/:id/transcript">{({ id }) => <TranscriptScreen key={id} id={id} />}</Route>
      <Route path="/e/:id/c/:clip">{({ id, clip }) => <EpisodeScreen key={id} id={id} clip={clip} />}</Route>
      <Route path="/e/:id">{({ id }) => <EpisodeScreen key={id} id={id} clip={null} />}</Route>
      <Route>
        <NotFoundScreen what="page" />
      </Route>
    </Switch>
  )
}

// An address of the form ?episode=… leads to its episode.
function Home() {
  const [search] = useSearchParams()
  const episode = search.get('episode')
  return episode ? <Redirect to={`/e/${encodeURIComponent(episode)}`} replace /> : <LibraryScreen />
}
