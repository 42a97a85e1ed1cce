import { ButtonLink } from '../look/Button'
import look from '../look/look.module.css'
import { useTabTitle } from './use-tab-title'

export function NotFoundScreen({ what }: { what: 'page' | 'episode' }) {
  useTabTitle('Not found · PodPromo')
  return (
    <div className={`wrap screen ${look.empty ?? ''}`}>
      <h1>{what === 'episode' ? 'This episode is not here' : 'There is no such page'}</h1>
      <p className="muted">
        {what === 'episode'
          ? 'It may have been deleted, or the address is incomplete. Your other episodes are where they were.'
          : 'The address may be incomplete or old.'}
      </p>
      <ButtonLink look="primary" to="/">
        Go to your episodes
      </ButtonLink>
    </div>
  )
}
