// How does an agency's own system talk to the broker from Java 17, with the JDK alone? Over REST: it listens to its
// inbox, says whom to call, acknowledges what it handled, and registers a parent meanwhile. After a break it goes on.
//   echo 111222333 | java Agency.java localhost:7443 certs basisschool-de-waterlelie record 1
// `record` is a file, for want of your own records. The last argument ends it after so many notifications.
import java.io.*;
import java.net.URL;
import java.nio.file.*;
import java.security.*;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.*;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import javax.net.ssl.*;

public class Agency {
    static String[] given;
    static int handled;

    /** Mutual TLS from PEM files: their authority, our certificate and key. */
    static SSLSocketFactory trust() throws IOException, GeneralSecurityException {
        String certs = given[1], ours = certs + "/" + given[2];
        var factory = CertificateFactory.getInstance("X.509");
        var pem = Files.readString(Path.of(ours + ".key")).replaceAll("-----[A-Z ]+-----|\\s", "");
        var key = KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(pem)));
        var chain = factory.generateCertificates(new FileInputStream(ours + ".pem")).toArray(Certificate[]::new);
        var store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setCertificateEntry("theirs", factory.generateCertificate(new FileInputStream(certs + "/ca.pem")));
        store.setKeyEntry("ours", key, new char[0], chain);
        var keys = KeyManagerFactory.getInstance("PKIX");
        keys.init(store, new char[0]);
        var authorities = TrustManagerFactory.getInstance("PKIX");
        authorities.init(store);
        var context = SSLContext.getInstance("TLSv1.3");
        context.init(keys.getKeyManagers(), authorities.getTrustManagers(), null);
        return context.getSocketFactory();
    }

    /** An answer, when it is none of the refusals. One that passes by itself is an IOException, like a broken line. */
    static BufferedReader ask(String path, String body) throws IOException {
        var asked = (HttpsURLConnection) new URL("https://" + given[0] + "/v1" + path).openConnection();
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
        var found = Pattern.compile("\"" + key + "\":\\s*\"?([^\",}]*)").matcher(json);
        return found.find() ? found.group(1) : "";
    }

    interface Attempt { boolean done() throws IOException; }

    /** Until it is done: the same again, after growing pauses of unequal length, or when we were told to come back. */
    static void persist(Attempt attempt) {
        for (long pause = 200, told = 0; ; told = 0) {
            var before = handled;
            try {
                HttpsURLConnection.setDefaultSSLSocketFactory(trust());     // read anew: a certificate is renewed
                if (attempt.done()) return;
            } catch (IOException | GeneralSecurityException broke) {
                System.err.println("again later: " + broke);
                told = Long.parseLong("0" + value(broke.toString(), "retryAfterMs"));
            }
            pause = handled > before ? 200 : Math.min(pause * 2, 30_000);
            LockSupport.parkNanos(1_000_000 * Math.max(told, (long) (pause * (0.5 + Math.random() / 2))));
        }
    }

    static boolean register(String bsn) throws IOException {
        // The id, a UUID of version 7, is kept before anything is sent.
        var id = new UUID(System.currentTimeMillis() << 16 | 0x7000, UUID.randomUUID().getLeastSignificantBits());
        var record = Path.of(given[3]);
        if (Files.notExists(record)) Files.writeString(record, id + " " + java.time.LocalDate.now());
        var kept = Files.readString(record).split(" ");
        var text = """
            {"involvementId": "%s", "startDate": "%s", "area": "zeeburg", "members": [{"role": "FAMILY_ROLE_PARENT", "bsn": "%s"}],
            "professional": {"professionalId": "j.jansen", "name": "J. Jansen", "function": "social worker", "phone": "020-5550100"}}
            """.formatted(kept[0], kept[1], bsn);
        System.out.println("registered " + value(ask("/involvements", text).readLine(), "involvementId"));
        return true;
    }

    static boolean listen() throws IOException {
        // Without Last-Event-ID it begins after what was acknowledged: the broker remembers.
        var events = ask("/inbox/events", null);
        for (String kind = "", line; (line = events.readLine()) != null; ) {
            if (line.startsWith("event: ")) kind = line.substring(7);
            if (!line.startsWith("data: ") || !kind.equals("notification")) continue;
            // Bring it to your own store here. It can come twice: notificationId tells. Acknowledge every kind.
            var office = "the office " + value(line, "nameNl") + " (" + value(line, "contactOffice") + ")";
            var whom = value(line, "withheld").equals("true") ? office : value(line, "organisationName");
            System.out.println(line.contains("\"match\":{") ? "match: call " + whom : "something else");
            ask("/inbox/acknowledgements", "{\"position\": " + value(line, "sequence") + "}").close();
            if (++handled >= (given.length > 4 ? Integer.parseInt(given[4]) : Integer.MAX_VALUE)) return true;
        }
        return false;
    }

    public static void main(String[] arguments) throws IOException {
        given = arguments;
        // A BSN is never an argument. What is refused for good is for a person, and ends nothing else.
        var bsn = new BufferedReader(new InputStreamReader(System.in)).readLine().trim();
        new Thread(() -> persist(() -> register(bsn))).start();
        persist(Agency::listen);
    }
}
