import { Component, type ReactNode } from 'react'
import { Button } from '../look/Button'
import { Problem } from '../look/Problem'

// The last fence: a screen that breaks says so instead of leaving a blank page.
export class ErrorFence extends Component<{ children: ReactNode }, { broken: boolean }> {
  override state = { broken: false }

  static getDerivedStateFromError() {
    return { broken: true }
  }

  override render() {
    if (!this.state.broken) return this.props.children
    return (
      <div className="wrap screen">
        <Problem
          title="This page stopped working"
          reason="Something in the page itself went wrong. Your episodes are safe on the server."
          remedy="Load the page again."
          urgent
        >
          <Button look="primary" onClick={() => window.location.reload()}>
            Load again
          </Button>
        </Problem>
      </div>
    )
  }
}
