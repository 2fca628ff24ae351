// How would an agency's own system talk to the broker from C#, over gRPC? NOT RUN: the tests make the code of
// the messages from proto/ with protoc, and no more; this file was never compiled. Tell us what it needs.
//
// It registers a parent, listens for matches on a stream, and acknowledges each after it was handled. After a
// break it subscribes again and goes on where it was. The project needs Grpc.Net.Client, Google.Protobuf and
// Grpc.Tools, with <Protobuf Include="../../../proto/verwijspunt/v1/*.proto" ProtoRoot="../../../proto" />.
//
//   echo 111222333 | dotnet run -- https://localhost:7443 certs basisschool-de-waterlelie 1
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using Grpc.Core;
using Grpc.Net.Client;
using Verwijspunt.V1;

const string Acting = "example-agency";
var (server, certs, name, wanted) = (args[0], args[1], args[2], int.Parse(args[3]));

// Mutual TLS: their authority alone, our certificate and key.
var authority = X509Certificate2.CreateFromPem(File.ReadAllText($"{certs}/ca.pem"));
var handler = new SocketsHttpHandler
{
    // Pings notice a dead server; the channel connects again by itself.
    KeepAlivePingDelay = TimeSpan.FromSeconds(20), KeepAlivePingTimeout = TimeSpan.FromSeconds(10),
    SslOptions = new SslClientAuthenticationOptions
    {
        ClientCertificates = new() { X509Certificate2.CreateFromPemFile($"{certs}/{name}.pem", $"{certs}/{name}.key") },
        CertificateChainPolicy = new() {
            TrustMode = X509ChainTrustMode.CustomRootTrust, CustomTrustStore = { authority },
            RevocationMode = X509RevocationMode.NoCheck,
        },
    },
};
using var channel = GrpcChannel.ForAddress(server, new() { HttpHandler = handler });
var registry = new RegistryService.RegistryServiceClient(channel);
var inbox = new InboxService.InboxServiceClient(channel);
DateTime Soon() => DateTime.UtcNow.AddSeconds(30);

// A UUID that begins with the time, as the API asks for ids that the caller chooses (.NET 9).
var request = new RegisterInvolvementRequest
{
    InvolvementId = Guid.CreateVersion7().ToString(),     // keep it beside your own record, before you send
    Area = "zeeburg",
    StartDate = DateTime.Today.ToString("yyyy-MM-dd"),
    Professional = new() { ProfessionalId = "j.jansen", Name = "J. Jansen", Function = "social worker", Phone = "020-5550100" },
    ActingProfessional = Acting,
};
// A BSN is never an argument: others on the machine could see it.
request.Members.Add(new FamilyMember { Bsn = Console.ReadLine()!.Trim(), Role = FamilyRole.Parent });
var answer = await registry.RegisterInvolvementAsync(request, deadline: Soon());
Console.WriteLine($"registered {answer.Involvement.InvolvementId}");

// Handles notifications until the stream ends.
async Task Listen()
{
    // Without After it begins after what was acknowledged: the broker remembers.
    using var call = inbox.Subscribe(new() { ActingProfessional = Acting });
    await foreach (var message in call.ResponseStream.ReadAllAsync())
    {
        if (message.Heartbeat is { Closing: true }) return;
        // A crisis comes ahead of its place as well, as another part, and again in its place.
        if (message.Notification is not { } notification) continue;
        // Bring it to your own store here. It can come twice: NotificationId tells. A kind that this program
        // does not know is acknowledged too.
        Console.WriteLine(notification.Match is { } match ? $"match: call {match.Party.OrganisationName}" : "something else");
        await inbox.AcknowledgeAsync(new() { Position = notification.Sequence, ActingProfessional = Acting }, deadline: Soon());
        if (--wanted == 0) return;
    }
}

while (wanted > 0)
{
    try { await Listen(); }
    catch (RpcException broke) when (broke.StatusCode is StatusCode.Unavailable or StatusCode.ResourceExhausted
        or StatusCode.Internal or StatusCode.Cancelled)
    {
        Console.Error.WriteLine($"the stream broke: {broke.Status.Detail}");
    }
    await Task.Delay(Random.Shared.Next(200, 2000));     // not everybody at the same moment
}
