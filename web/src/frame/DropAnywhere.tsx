import { useEffect, useRef, useState } from 'react'
import { useLocation } from 'wouter'
import { AddIcon } from '../look/icons'
import { useUploads } from '../upload/UploadsProvider'
import styles from './frame.module.css'

// The whole window takes files, on every screen.
export function DropAnywhere() {
  const { add } = useUploads()
  const [, go] = useLocation()
  const over = useFileDrop((files) => {
    add(files)
    go('/')
  })
  if (!over) return null
  return (
    <div className={styles.drop}>
      <div className={styles.dropInner}>
        <AddIcon />
        <p className="strong">Drop it here</p>
        <p className="small muted">An episode, with its transcript if you have one. The upload begins at once.</p>
      </div>
    </div>
  )
}

function useFileDrop(onFiles: (files: File[]) => void): boolean {
  const [over, setOver] = useState(false)
  const latest = useRef(onFiles)
  useEffect(() => {
    latest.current = onFiles
  })
  useEffect(() => {
    // Entering a child leaves its parent, so the depth tells when the files are really gone.
    let depth = 0
    const settle = (value: number) => {
      depth = Math.max(0, value)
      setOver(depth > 0)
    }
    const enter = (event: DragEvent) => hasFiles(event) && settle(depth + 1)
    const leave = (event: DragEvent) => hasFiles(event) && settle(depth - 1)
    const allow = (event: DragEvent) => hasFiles(event) && event.preventDefault()
    const drop = (event: DragEvent) => {
      if (!hasFiles(event)) return
      event.preventDefault()
      settle(0)
      latest.current(Array.from(event.dataTransfer?.files ?? []))
    }
    const listeners = { dragenter: enter, dragleave: leave, dragover: allow, drop }
    for (const [name, listener] of Object.entries(listeners)) window.addEventListener(name, listener as EventListener)
    return () => {
      for (const [name, listener] of Object.entries(listeners)) {
        window.removeEventListener(name, listener as EventListener)
      }
    }
  }, [])
  return over
}

function hasFiles(event: DragEvent): boolean {
  return Array.from(event.dataTransfer?.types ?? []).includes('Files')
}
