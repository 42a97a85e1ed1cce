// Who may come in, when a test has set a token. After three wrong tokens the next try is told to wait, and the one after
// it is looked at, whenever they come: waiting is up to the page, so no test has to be quick here.
const tooMany = 3
const waitS = 6

export function newAccess() {
  let token = ''
  let wrong = 0

  const signedIn = (req) =>
    token === '' || req.headers.cookie?.includes(`podpromo=${token}`) || req.headers.authorization === `Bearer ${token}`

  return {
    set: (wanted) => {
      token = wanted
      wrong = 0
    },
    session: (req) => ({ ok: true, required: token !== '', signed_in: Boolean(token !== '' && signedIn(req)) }),
    refuses: (req, path) => path.startsWith('/api/') && !/^\/api\/(login|session)$/.test(path) && !signedIn(req),
    // What comes of a try: how long to wait, or whether it was right.
    try: (given) => {
      if (wrong === tooMany) {
        wrong = 0
        return { waitS, right: false }
      }
      const right = given === token
      wrong = right ? 0 : wrong + 1
      return { waitS: 0, right }
    },
    cookie: () => `podpromo=${token}; HttpOnly; SameSite=Strict; Path=/`,
    noCookie: 'podpromo=; Max-Age=0; HttpOnly; SameSite=Strict; Path=/',
  }
}
