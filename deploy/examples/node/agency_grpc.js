// How does an agency's own system talk to the broker from Node, over gRPC? Made from the proto files alone.
// It registers a parent, listens for matches on a stream, and acknowledges each after it was handled. After
// a break it subscribes again and goes on where it was.
//
//   npm install && echo 111222333 | node agency_grpc.js localhost:7443 certs basisschool-de-waterlelie 1
//
// The last argument ends it after so many notifications. Who calls is read from the client certificate.
const { randomBytes } = require('node:crypto')
const { readFileSync } = require('node:fs')
const { join } = require('node:path')
const { setTimeout: pause } = require('node:timers/promises')
const grpc = require('@grpc/grpc-js')
const loader = require('@grpc/proto-loader')

const [server, certs, name, count] = process.argv.slice(2)
const ACTING = 'example-agency'
const PROTO = join(__dirname, '../../../proto')
const files = ['registry', 'inbox'].map((file) => `verwijspunt/v1/${file}.proto`)
const definition = loader.loadSync(files, { includeDirs: [PROTO], longs: String, enums: String, oneofs: true })
const { RegistryService, InboxService } = grpc.loadPackageDefinition(definition).verwijspunt.v1
const file = (ending) => readFileSync(join(certs, ending))
const credentials = grpc.credentials.createSsl(file('ca.pem'), file(`${name}.key`), file(`${name}.pem`))
// Pings notice a dead server. An answer that was lost is asked for again: the ids make that harmless.
const options = { 'grpc.keepalive_time_ms': 20_000, 'grpc.keepalive_timeout_ms': 10_000,
  'grpc.service_config': readFileSync(join(PROTO, 'service_config.json'), 'utf8') }
const registry = new RegistryService(server, credentials, options)
const inbox = new InboxService(server, credentials, options)

// One call with a deadline, as a promise.
const ask = (client, method, request) => new Promise((done, failed) =>
  client[method]({ ...request, actingProfessional: ACTING }, { deadline: Date.now() + 30_000 },
    (error, answer) => (error ? failed(error) : done(answer))))

// A UUID that begins with the time, as the API asks for ids that the caller chooses.
function uuid7() {
  const bytes = randomBytes(16)
  bytes.writeUIntBE(Date.now(), 0, 6)
  bytes[6] = (bytes[6] & 0x0f) | 0x70
  bytes[8] = (bytes[8] & 0x3f) | 0x80
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-')
}

let wanted = Number(count)

// Handles notifications until the stream ends.
async function listen() {
  // Without `after` it begins after what was acknowledged: the broker remembers.
  const stream = inbox.subscribe({ actingProfessional: ACTING })
  for await (const message of stream) {
    if (message.part === 'heartbeat' && message.heartbeat.closing) return
    // A crisis comes ahead of its place as well, as another part, and again in its place.
    if (message.part !== 'notification') continue
    const { event, match, sequence } = message.notification
    // Bring it to your own store here. It can come twice: notificationId tells. A kind that this program
    // does not know is acknowledged too.
    console.log(event === 'match' ? `match: call ${match.party.organisationName}` : `something else: ${event}`)
    await ask(inbox, 'acknowledge', { position: sequence })
    if (--wanted === 0) return
  }
}

async function main() {
  // A BSN is never an argument: others on the machine could see it.
  const bsn = readFileSync(0, 'utf8').trim()
  const professional = { professionalId: 'j.jansen', name: 'J. Jansen', function: 'social worker', phone: '020-5550100' }
  const answer = await ask(registry, 'registerInvolvement', {
    involvementId: uuid7(),     // keep it beside your own record, before you send: a retry with it is harmless
    members: [{ bsn, role: 'FAMILY_ROLE_PARENT' }], professional, area: 'zeeburg',
    startDate: new Date().toISOString().slice(0, 10),
  })
  console.log(`registered ${answer.involvement.involvementId}`)
  const { UNAVAILABLE, RESOURCE_EXHAUSTED, INTERNAL, CANCELLED } = grpc.status     // they pass: the line broke
  for (; wanted > 0; await pause(200 + Math.random() * 1800)) {     // not everybody at the same moment
    await listen().catch((error) => {
      if (![UNAVAILABLE, RESOURCE_EXHAUSTED, INTERNAL, CANCELLED].includes(error.code)) throw error
      console.error(`the stream broke: ${error.details}`)
    })
  }
}
main().then(() => process.exit(0), (error) => { console.error(error.message); process.exit(1) })
