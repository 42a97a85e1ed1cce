// Progress as server-sent events. A rule may keep every event back (`mute`).
const everyMs = 200
let life = 1
let sent = 0
const open = new Set()

// Breaks the connection of every stream, as a network would.
export function cutStreams() {
  for (const res of open) res.destroy()
}

// Events of another life of the server mean nothing to this one.
export function beginAnew() {
  life += 1
}

// Sends what `answer` gives whenever it changes, and ends with the terminal state.
export function stream(req, res, answer) {
  res.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store' })
  res.flushHeaders()
  if (req.mute) return
  res.write('retry: 500\n\n')
  let last = req.headers['last-event-id']?.startsWith(`${life}-`) ? answer() : ''
  const look = () => {
    const now = answer()
    if (now === null) return res.end()
    if (now === last) return
    last = now
    sent += 1
    res.write(`id: ${life}-${sent}\nevent: progress\ndata: ${now}\n\n`)
    if (/"status":"(completed|error)"/.test(now)) res.end()
  }
  const timer = setInterval(look, everyMs)
  open.add(res)
  res.on('close', () => {
    clearInterval(timer)
    open.delete(res)
  })
  look()
}
