// How does an agency's own system talk to the broker from Node, with nothing else? Over REST: it registers a
// parent, listens to its inbox as server-sent events, and acknowledges each notification after it was
// handled. After a break it goes on where it was.
//
//   echo 111222333 | node agency_rest.js localhost:7443 certs basisschool-de-waterlelie 1
//
// The last argument ends it after so many notifications. Who calls is read from the client certificate.
const { randomBytes } = require('node:crypto')
const { readFileSync } = require('node:fs')
const https = require('node:https')
const { join } = require('node:path')
const { setTimeout: pause } = require('node:timers/promises')

const [server, certs, name, count] = process.argv.slice(2)
const file = (ending) => readFileSync(join(certs, ending))
const trust = { ca: file('ca.pem'), cert: file(`${name}.pem`), key: file(`${name}.key`), timeout: 60_000 }
const headers = { 'Acting-Professional': 'example-agency', 'Content-Type': 'application/json' }
// What passes by itself has a code, as the errors of a connection have.
const passing = (text) => Object.assign(new Error(text), { code: 'PASSES' })

async function whole(answer) {
  let text = ''
  for await (const part of answer) text += part
  return JSON.parse(text)
}

// An answer, when it is none of the refusals.
async function ask(method, path, body) {
  const answer = await new Promise((done, failed) => {
    const request = https.request(`https://${server}${path}`, { method, headers, ...trust }, done)
    request.on('error', failed)
    request.on('timeout', () => request.destroy(passing('nothing came for a minute')))
    request.end(body && JSON.stringify(body))
  })
  answer.setEncoding('utf8')
  if (answer.statusCode < 300) return answer     // 201 when something was made, 200 when it was there
  const { reason, detail } = await whole(answer)
  // 429 and 503: the same again, later; the ids make that harmless.
  throw [429, 503].includes(answer.statusCode) ? passing(detail) : new Error(`${reason}: ${detail}`)
}

// A UUID that begins with the time, as the API asks for ids that the caller chooses.
function uuid7() {
  const bytes = randomBytes(16)
  bytes.writeUIntBE(Date.now(), 0, 6)
  bytes[6] = (bytes[6] & 0x0f) | 0x70
  bytes[8] = (bytes[8] & 0x3f) | 0x80
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-')
}

async function main() {
  const bsn = readFileSync(0, 'utf8').trim()     // never an argument: others on the machine could see it
  const card = { professionalId: 'j.jansen', name: 'J. Jansen', function: 'social worker', phone: '020-5550100' }
  const registration = {     // keep the id beside your own record, before you send
    involvementId: uuid7(), members: [{ bsn, role: 'FAMILY_ROLE_PARENT' }], professional: card, area: 'zeeburg',
    startDate: new Date().toISOString().slice(0, 10),
  }
  for (let wanted = Number(count), registered; wanted > 0; await pause(200 + Math.random() * 1800)) {
    try {     // No answer? The same again is harmless.
      registered ??= await whole(await ask('POST', '/v1/involvements', registration))
      console.log(`registered ${registered.involvement.involvementId}`)
      let rest = ''     // Without Last-Event-ID it begins after what was acknowledged: the broker remembers.
      for await (const part of await ask('GET', '/v1/inbox/events')) {
        const events = (rest + part).split('\n\n')
        rest = events.pop()
        for (const event of events.filter((one) => /^event: notification$/m.test(one))) {
          // Bring it to your own store here. It can come twice: notificationId tells. Acknowledge every kind.
          const { match, sequence } = JSON.parse(event.match(/^data: (.*)$/m)[1])
          console.log(match ? `match: call ${match.party.organisationName}` : 'something else')
          await ask('POST', '/v1/inbox/acknowledgements', { position: sequence })
          if (--wanted === 0) return
        }
      }
    } catch (error) {
      if (!error.code) throw error
      console.error(`the line broke: ${error.message}`)
    }
  }
}
main().then(() => process.exit(0), (error) => { console.error(error.message); process.exit(1) })
