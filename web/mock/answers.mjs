// The kinds of answers that the stand-in server gives.
export function send(res, status, body, headers = {}) {
  res.writeHead(status, { 'Content-Type': 'application/json', 'Cache-Control': 'no-store', ...headers })
  res.end(JSON.stringify(body))
}

export function problem(res, status, code, reason, remedy, headers = {}) {
  send(res, status, { type: 'about:blank', title: code, status, code, detail: reason, remedy, ok: false, error: reason }, headers)
}

export function notFound(res) {
  problem(res, 404, 'not_found', 'This is not here.', 'Check the address.')
}

export function etagOf(body) {
  return `"${Buffer.from(JSON.stringify(body)).toString('base64').slice(-60).length}-${hash(JSON.stringify(body))}"`
}

export function sendConditional(req, res, body) {
  const etag = etagOf(body)
  if (req.headers['if-none-match'] === etag) {
    res.writeHead(304, { ETag: etag })
    res.end()
    return
  }
  send(res, 200, body, { ETag: etag })
}

function hash(text) {
  let sum = 0
  for (const letter of text) sum = (sum * 33 + letter.charCodeAt(0)) >>> 0
  return sum.toString(36)
}

export function sendBytes(req, res, bytes, type, headers = {}) {
  const all = { 'Content-Type': type, 'Accept-Ranges': 'bytes', ...headers }
  const range = /^bytes=(\d+)-(\d*)$/.exec(req.headers.range ?? '')
  if (!range) {
    res.writeHead(200, { ...all, 'Content-Length': bytes.length })
    res.end(bytes)
    return
  }
  const from = Number(range[1])
  const to = Math.min(bytes.length - 1, range[2] === '' ? Infinity : Number(range[2]))
  res.writeHead(206, { ...all, 'Content-Range': `bytes ${from}-${to}/${bytes.length}`, 'Content-Length': to - from + 1 })
  res.end(bytes.subarray(from, to + 1))
}

export async function bodyOf(req) {
  const parts = []
  for await (const part of req) parts.push(part)
  return Buffer.concat(parts)
}
