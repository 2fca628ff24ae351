// How does an agency's own system talk to the broker from Node, over gRPC? It listens to its inbox, says whom to
// call, acknowledges what it handled, and registers a parent meanwhile. After a break it goes on where it was.
//
//   npm install && echo 111222333 | node agency_grpc.js localhost:7443 certs basisschool-de-waterlelie record 1
//
// `record` is a file, for want of your own records. The last argument ends it after so many notifications.
const { randomUUID } = require('node:crypto')
const { existsSync, readFileSync, writeFileSync } = require('node:fs')
const { setTimeout: sleep } = require('node:timers/promises')
const grpc = require('@grpc/grpc-js')
const loader = require('@grpc/proto-loader')

const [server, certs, name, record, count = Infinity] = process.argv.slice(2)
const ACTING = 'example-agency'
const PROTO = `${__dirname}/../../../proto`
const files = ['registry', 'inbox'].map((file) => `verwijspunt/v1/${file}.proto`)
const definition = loader.loadSync(files, { includeDirs: [PROTO], longs: String, enums: String, oneofs: true })
const { RegistryService, InboxService } = grpc.loadPackageDefinition(definition).verwijspunt.v1
const file = (ending) => readFileSync(`${certs}/${ending}`)
const options = { 'grpc.keepalive_time_ms': 20_000, 'grpc.keepalive_timeout_ms': 10_000 }     // notice a dead server
const PASSING = ['UNAVAILABLE', 'RESOURCE_EXHAUSTED', 'DEADLINE_EXCEEDED', 'ABORTED', 'INTERNAL', 'CANCELLED']
let handled = 0

// A channel with mutual TLS. The files are read anew for each attempt: a certificate is renewed.
const connect = (Service) => new Service(server,
  grpc.credentials.createSsl(file('ca.pem'), file(`${name}.key`), file(`${name}.pem`)), options)
const ask = (client, method, request) => new Promise((done, failed) =>
  client[method]({ ...request, actingProfessional: ACTING }, { deadline: Date.now() + 30_000 },
    (error, answer) => (error ? failed(error) : done(answer))))

// Until it is done: the same again, after growing pauses of unequal length.
async function persist(Service, attempt) {
  for (let pause = 200, told, before; ; await sleep(Math.max(told, pause * (0.5 + Math.random() / 2)))) {
    [before, told] = [handled, 0]
    const client = connect(Service)
    try { if (await attempt(client)) return } catch (error) {
      if (!PASSING.includes(grpc.status[error.code])) throw error
      console.error(`again later: ${error.message}`)
      // The reason stands in the details. This one comes back after up to a day.
      if (error.metadata.get('grpc-status-details-bin').join().includes('LOOKUP_BUDGET')) told = 3_600_000
    } finally { client.close() }
    pause = handled > before ? 200 : Math.min(pause * 2, 30_000)
  }
}

async function register(registry, bsn) {
  if (!existsSync(record)) {     // the id, a UUID of version 7, is kept before anything is sent
    const time = Date.now().toString(16).padStart(12, '0')
    const id = randomUUID().replace(/^.{8}-.{4}-4/, `${time.slice(0, 8)}-${time.slice(8)}-7`)
    writeFileSync(record, `${id} ${new Date().toISOString().slice(0, 10)}`)
  }
  const [involvementId, startDate] = readFileSync(record, 'utf8').split(' ')
  const professional = { professionalId: 'j.jansen', name: 'J. Jansen', function: 'social worker', phone: '020-5550100' }
  await ask(registry, 'registerInvolvement', { involvementId, startDate, professional, area: 'zeeburg',
    members: [{ bsn, role: 'FAMILY_ROLE_PARENT' }] })
  console.log(`registered ${involvementId}`)
  return true
}

async function listen(inbox) {
  // Without `after` it begins after what was acknowledged: the broker remembers.
  for await (const message of inbox.subscribe({ actingProfessional: ACTING })) {
    if (message.part === 'heartbeat' && message.heartbeat.closing) return
    // A crisis comes ahead of its place as well, as another part, and again in its place.
    if (message.part !== 'notification') continue
    const { match, sequence } = message.notification
    // Bring it to your own store here. It can come twice: notificationId tells. Acknowledge every kind.
    const { withheld, officeContact, contactOffice, organisationName } = match?.party ?? {}
    const whom = withheld ? `the office ${officeContact?.nameNl ?? contactOffice}` : organisationName
    console.log(match ? `match: call ${whom}` : 'something else')
    await ask(inbox, 'acknowledge', { position: sequence })
    if (++handled >= count) return true
  }
}

const bsn = readFileSync(0, 'utf8').trim()     // never an argument: others on the machine could see it
const said = (error) => { process.exitCode = 1; console.error(error.message) }
// Listening waits for nothing. A registration that is refused for good is for a person, and ends nothing else.
const registered = persist(RegistryService, (registry) => register(registry, bsn)).catch(said)
Promise.all([persist(InboxService, listen), registered]).catch(said).then(() => process.exit())
