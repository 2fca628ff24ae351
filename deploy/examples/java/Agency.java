// How does an agency's own system talk to the broker from Java 17, with the JDK alone? Over REST: it listens to its
// inbox, says whom to call, acknowledges what it handled, and registers a parent meanwhile. After a break it goes on.
//   echo 111222333 | java Agency.java localhost:7443 certs basisschool-de-waterlelie record 1
// `record` is a file, for want of your own records. The last argument ends it after so many notifications.
import java.io.*;
import java.nio.file.*;
import java.security.*;
import java.util.*;
import java.util.concurrent.locks.LockSupport;
import javax.net.ssl.*;
public class Agency {
    static int handled;
    /** Mutual TLS from PEM files: their authority, our certificate and key. */
    static SSLContext trust(Path certs, String name) throws Exception {
        var factory = java.security.cert.CertificateFactory.getInstance("X.509");
        var pem = Files.readString(certs.resolve(name + ".key")).replaceAll("-----[A-Z ]+-----|\\s", "");
        var key = new java.security.spec.PKCS8EncodedKeySpec(Base64.getDecoder().decode(pem));
        var chain = factory.generateCertificates(Files.newInputStream(certs.resolve(name + ".pem")));
        var store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setCertificateEntry("theirs", factory.generateCertificate(Files.newInputStream(certs.resolve("ca.pem"))));
        store.setKeyEntry("ours", KeyFactory.getInstance("EC").generatePrivate(key), new char[0],
            chain.toArray(java.security.cert.Certificate[]::new));
        var ours = KeyManagerFactory.getInstance("PKIX");
        ours.init(store, new char[0]);
        var theirs = TrustManagerFactory.getInstance("PKIX");
        theirs.init(store);
        var context = SSLContext.getInstance("TLSv1.3");
        context.init(ours.getKeyManagers(), theirs.getTrustManagers(), null);
        return context;
    }
    /** An answer, when it is none of the refusals. One that passes by itself is an IOException, like a broken line. */
    static BufferedReader ask(String url, String body) throws IOException {
        var asked = (HttpsURLConnection) new java.net.URL(url).openConnection();
        asked.setReadTimeout(60_000);     // a stream has heartbeats: a dead line is noticed
        asked.setRequestProperty("Acting-Professional", "example-agency");
        asked.setRequestProperty("Content-Type", "application/json");
        asked.setDoOutput(body != null);     // and then it is a POST
        if (body != null) asked.getOutputStream().write(body.getBytes("UTF-8"));
        var status = asked.getResponseCode();
        var answer = status < 300 ? asked.getInputStream() : asked.getErrorStream();
        var reader = new BufferedReader(new InputStreamReader(answer, "UTF-8"));
        if (status < 300) return reader;
        var why = reader.readLine();
        if (List.of(408, 429, 503, 504, 507).contains(status) || why.contains("\"TX_CONFLICT\"")) throw new IOException(why);
        throw new IllegalStateException(why);
    }
    /** A value in a text of JSON, or nothing; a program of yours has a library for that. */
    static String value(String json, String key) {
        var found = java.util.regex.Pattern.compile("\"" + key + "\":\\s*\"?([^\",}]*)").matcher(json);
        return found.find() ? found.group(1) : "";
    }
    interface Attempt { boolean done() throws IOException; }
    /** Until it is done: the same again, after growing pauses of unequal length, or when we were told to come back. */
    static void persist(Attempt attempt) {
        for (long pause = 200, told; ; LockSupport.parkNanos(1_000_000 * Math.max(told, (long) (pause * (0.5 + Math.random() / 2))))) {
            var before = handled;
            try {
                if (attempt.done()) return;
                told = 0;
            } catch (IOException broke) {
                System.err.println("again later: " + broke);
                told = Long.parseLong("0" + value(broke.toString(), "retryAfterMs"));
            }
            pause = handled > before ? 200 : Math.min(pause * 2, 30_000);
        }
    }
    public static void main(String[] arguments) throws Exception {
        var v1 = "https://" + arguments[0] + "/v1";
        HttpsURLConnection.setDefaultSSLSocketFactory(trust(Path.of(arguments[1]), arguments[2]).getSocketFactory());
        var record = Path.of(arguments[3]);
        var count = arguments.length > 4 ? Integer.parseInt(arguments[4]) : Integer.MAX_VALUE;
        var bsn = new BufferedReader(new InputStreamReader(System.in)).readLine().trim();     // never an argument
        // The id, a UUID of version 7, is kept before anything is sent.
        var id = new UUID(System.currentTimeMillis() << 16 | 0x7000, UUID.randomUUID().getLeastSignificantBits());
        if (Files.notExists(record)) Files.writeString(record, id + " " + java.time.LocalDate.now());
        var text = """
            {"involvementId": "%s", "startDate": "%s", "area": "zeeburg", "members": [{"role": "FAMILY_ROLE_PARENT", "bsn": "%s"}],
            "professional": {"professionalId": "j.jansen", "name": "J. Jansen", "function": "social worker", "phone": "020-5550100"}}
            """.formatted(Files.readString(record).substring(0, 36), Files.readString(record).substring(37), bsn);
        new Thread(() -> persist(() -> {     // what is refused for good is for a person, and ends nothing else
            System.out.println("registered " + value(ask(v1 + "/involvements", text).readLine(), "involvementId"));
            return true;
        })).start();
        persist(() -> {     // Without Last-Event-ID it begins after what was acknowledged: the broker remembers.
            var events = ask(v1 + "/inbox/events", null);
            for (String kind = "", line; (line = events.readLine()) != null; ) {
                if (line.startsWith("event: ")) kind = line.substring(7);
                if (!line.startsWith("data: ") || !kind.equals("notification")) continue;
                // Bring it to your own store here. It can come twice: notificationId tells. Acknowledge every kind.
                var office = "the office " + value(line, "nameNl") + " (" + value(line, "contactOffice") + ")";
                var whom = value(line, "withheld").equals("true") ? office : value(line, "organisationName");
                System.out.println(line.contains("\"match\":{") ? "match: call " + whom : "something else");
                ask(v1 + "/inbox/acknowledgements", "{\"position\": " + value(line, "sequence") + "}").close();
                if (++handled >= count) return true;
            }
            return false;
        });
    }
}
