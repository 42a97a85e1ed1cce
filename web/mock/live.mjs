// Progress as server-sent events. A rule may keep every event back (`mute`) or cut the stream (`cutAfterMs`).
const everyMs = 200
let life = 1
let sent = 0

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
  const cut = req.cutAfterMs ? setTimeout(() => req.socket.destroy(), req.cutAfterMs) : undefined
  res.on('close', () => {
    clearInterval(timer)
    clearTimeout(cut)
  })
  look()
}
