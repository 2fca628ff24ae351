// How does an agency's own system talk to the broker from Node alone, over REST? It listens to its inbox, says whom
// to call, acknowledges what it handled, and registers a parent meanwhile. After a break it goes on where it was.
//
//   echo 111222333 | node agency_rest.js localhost:7443 certs basisschool-de-waterlelie record 1
//
// `record` is a file, for want of your own records. The last argument ends it after so many notifications.
const { randomUUID } = require('node:crypto')
const { existsSync, readFileSync, writeFileSync } = require('node:fs')
const https = require('node:https')
const { setTimeout: sleep } = require('node:timers/promises')

const [server, certs, name, record, count = Infinity] = process.argv.slice(2)
const file = (ending) => readFileSync(`${certs}/${ending}`)
// The files are read anew: a certificate is renewed.
const trust = () => ({ ca: file('ca.pem'), cert: file(`${name}.pem`), key: file(`${name}.key`), timeout: 60_000 })
const headers = { 'Acting-Professional': 'example-agency', 'Content-Type': 'application/json' }
let handled = 0

// An answer, when it is none of the refusals. What passes by itself has a code, like errors of a connection.
async function ask(method, path, body) {
  const answer = (await new Promise((done, failed) => {
    const request = https.request(`https://${server}${path}`, { method, headers, ...trust() }, done)
    request.on('error', failed)
    request.on('timeout', () => request.destroy(Object.assign(new Error('nothing came'), { code: 'TIMEOUT' })))
    request.end(body && JSON.stringify(body))
  })).setEncoding('utf8')
  if (answer.statusCode < 300) return answer     // 201 when something was made, 200 when it was there
  const { reason, detail, retryAfterMs } = JSON.parse((await answer.toArray()).join(''))
  const passes = [408, 429, 503, 504, 507].includes(answer.statusCode) || reason === 'TX_CONFLICT'
  throw Object.assign(new Error(`${reason}: ${detail}`), passes && { code: reason, retryAfterMs })
}

// Until it is done: the same again, after growing pauses of unequal length, or when we were told to come back.
async function persist(attempt) {
  for (let pause = 200, told, before; ; await sleep(Math.max(told, pause * (0.5 + Math.random() / 2)))) {
    [before, told] = [handled, 0]
    try { if (await attempt()) return } catch (error) {
      if (!error.code) throw error
      console.error(`again later: ${error.message}`)
      told = error.retryAfterMs ?? 0
    }
    pause = handled > before ? 200 : Math.min(pause * 2, 30_000)
  }
}

async function register(bsn) {
  if (!existsSync(record)) {     // the id, a UUID of version 7, is kept before anything is sent
    const time = Date.now().toString(16).padStart(12, '0')
    const id = randomUUID().replace(/^.{8}-.{4}-4/, `${time.slice(0, 8)}-${time.slice(8)}-7`)
    writeFileSync(record, `${id} ${new Date().toISOString().slice(0, 10)}`)
  }
  const [involvementId, startDate] = readFileSync(record, 'utf8').split(' ')
  const professional = { professionalId: 'j.jansen', name: 'J. Jansen', function: 'social worker', phone: '020-5550100' }
  const request = { involvementId, startDate, professional, area: 'zeeburg', members: [{ bsn, role: 'FAMILY_ROLE_PARENT' }] }
  await ask('POST', '/v1/involvements', request).then((answer) => answer.resume())
  console.log(`registered ${involvementId}`)
  return true
}

async function listen() {
  let rest = ''     // Without Last-Event-ID it begins after what was acknowledged: the broker remembers.
  for await (const part of await ask('GET', '/v1/inbox/events')) {
    const events = (rest + part).split('\n\n')
    rest = events.pop()
    for (const event of events.filter((one) => /^event: notification$/m.test(one))) {
      // Bring it to your own store here. It can come twice: notificationId tells. Acknowledge every kind.
      const { match, sequence } = JSON.parse(event.match(/^data: (.*)$/m)[1])
      const { withheld, officeContact, contactOffice, organisationName } = match?.party ?? {}
      const whom = withheld ? `the office ${officeContact?.nameNl ?? contactOffice}` : organisationName
      console.log(match ? `match: call ${whom}` : 'something else')
      await ask('POST', '/v1/inbox/acknowledgements', { position: sequence }).then((answer) => answer.resume())
      if (++handled >= count) return true
    }
  }
}

const bsn = readFileSync(0, 'utf8').trim()     // never an argument: others on the machine could see it
const said = (error) => { process.exitCode = 1; console.error(error.message) }
// Listening waits for nothing. A registration that is refused for good is for a person, and ends nothing else.
Promise.all([persist(listen), persist(() => register(bsn)).catch(said)]).catch(said).then(() => process.exit())
