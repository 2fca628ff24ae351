// How would an agency's own system talk to the broker from C#, over gRPC? NOT RUN: the tests make the code of the
// messages from proto/ with protoc, and no more; this file was never compiled. Tell us what it needs.
// It listens to its inbox, says whom to call, acknowledges what it handled, and registers a parent meanwhile. After
// a break it goes on where it was. The project needs Grpc.Net.Client, Google.Protobuf and Grpc.Tools, with
// <Protobuf Include="../../../proto/verwijspunt/v1/*.proto" ProtoRoot="../../../proto" />.
//   echo 111222333 | dotnet run -- https://localhost:7443 certs basisschool-de-waterlelie record 1
using System.Security.Cryptography.X509Certificates;
using Grpc.Core;
using Grpc.Net.Client;
using Verwijspunt.V1;

const string Acting = "example-agency";
var (server, certs, name, record, count) = (args[0], args[1], args[2], args[3], int.Parse(args[4]));
var handled = 0;

// Mutual TLS: their authority alone, our certificate and key. The files are read anew: a certificate is renewed.
GrpcChannel Connect()
{
    var handler = new SocketsHttpHandler
    {
        // Pings notice a dead server.
        KeepAlivePingDelay = TimeSpan.FromSeconds(20), KeepAlivePingTimeout = TimeSpan.FromSeconds(10),
        SslOptions = new() {
            ClientCertificates = new() { X509Certificate2.CreateFromPemFile($"{certs}/{name}.pem", $"{certs}/{name}.key") },
            CertificateChainPolicy = new() {
                TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck,
                CustomTrustStore = { X509Certificate2.CreateFromPem(File.ReadAllText($"{certs}/ca.pem")) },
            },
        },
    };
    return GrpcChannel.ForAddress(server, new() { HttpHandler = handler, DisposeHttpClient = true });
}

DateTime Soon() => DateTime.UtcNow.AddSeconds(30);
// Until it is done: the same again, after growing pauses of unequal length.
async Task Persist(Func<GrpcChannel, Task<bool>> attempt)
{
    for (int pause = 200, before = handled, told = 0; ; before = handled, told = 0)
    {
        using var channel = Connect();
        try { if (await attempt(channel)) return; }
        catch (RpcException broke) when (broke.StatusCode is StatusCode.Unavailable or StatusCode.ResourceExhausted or StatusCode.Internal
            or StatusCode.DeadlineExceeded or StatusCode.Aborted or StatusCode.Cancelled)
        {
            Console.Error.WriteLine($"again later: {broke.Status.Detail}");
            // The reason stands in the details. This one comes back after up to a day.
            var details = System.Text.Encoding.ASCII.GetString(broke.Trailers.GetValueBytes("grpc-status-details-bin") ?? []);
            if (details.Contains("LOOKUP_BUDGET")) told = 3_600_000;
        }
        pause = handled > before ? 200 : Math.Min(pause * 2, 30_000);
        await Task.Delay(Math.Max(told, Random.Shared.Next(pause / 2, pause)));
    }
}

async Task<bool> Register(GrpcChannel channel, string bsn)
{
    // The id, a UUID that begins with the time (.NET 9), is kept before anything is sent.
    if (!File.Exists(record)) File.WriteAllText(record, $"{Guid.CreateVersion7()} {DateTime.Today:yyyy-MM-dd}");
    var kept = File.ReadAllText(record).Split(' ');
    var card = new ContactCard { ProfessionalId = "j.jansen", Name = "J. Jansen", Function = "social worker", Phone = "020-5550100" };
    var request = new RegisterInvolvementRequest { InvolvementId = kept[0], StartDate = kept[1], Area = "zeeburg",
        Professional = card, ActingProfessional = Acting, Members = { new FamilyMember { Bsn = bsn, Role = FamilyRole.Parent } } };
    await new RegistryService.RegistryServiceClient(channel).RegisterInvolvementAsync(request, deadline: Soon());
    Console.WriteLine($"registered {kept[0]}");
    return true;
}

async Task<bool> Listen(GrpcChannel channel)
{
    var inbox = new InboxService.InboxServiceClient(channel);
    // Without After it begins after what was acknowledged: the broker remembers.
    using var call = inbox.Subscribe(new() { ActingProfessional = Acting });
    await foreach (var message in call.ResponseStream.ReadAllAsync())
    {
        // A crisis comes ahead of its place as well, as another part, and again in its place.
        if (message.Notification is not { } notification) continue;
        // Bring it to your own store here. It can come twice: NotificationId tells. Acknowledge every kind.
        var party = notification.Match?.Party;
        var whom = party?.Withheld == true ? $"the office {party.OfficeContact?.NameNl ?? party.ContactOffice}" : party?.OrganisationName;
        Console.WriteLine(party is null ? "something else" : $"match: call {whom}");
        await inbox.AcknowledgeAsync(new() { Position = notification.Sequence, ActingProfessional = Acting }, deadline: Soon());
        if (++handled >= count) return true;
    }
    return false;
}

var bsn = Console.ReadLine()!.Trim();     // never an argument: others on the machine could see it
// Listening waits for nothing. A registration that is refused for good is for a person, and ends nothing else.
var registering = Persist(channel => Register(channel, bsn));
_ = registering.ContinueWith(done => Console.Error.WriteLine(done.Exception), TaskContinuationOptions.OnlyOnFaulted);
await Task.WhenAll(Persist(Listen), registering);
