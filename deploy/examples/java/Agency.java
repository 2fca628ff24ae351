// How does an agency's own system talk to the broker from Java 17, with the JDK alone? Over REST: it registers
// a parent, listens to its inbox as server-sent events, and acknowledges each notification after it was
// handled. After a break it goes on; the last argument ends it after so many notifications:
//   echo 111222333 | java Agency.java localhost:7443 certs basisschool-de-waterlelie 1
import java.io.*;
import java.net.URL;
import java.nio.file.*;
import java.security.*;
import java.security.cert.*;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.*;
import javax.net.ssl.*;
public class Agency {
    /** Mutual TLS from PEM files: their authority, our certificate and key. */
    static SSLContext trust(Path certs, String name) throws Exception {
        var factory = CertificateFactory.getInstance("X.509");
        var pem = Files.readString(certs.resolve(name + ".key")).replaceAll("-----[A-Z ]+-----|\\s", "");
        var key = KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(pem)));
        var chain = factory.generateCertificates(new FileInputStream(certs.resolve(name + ".pem").toFile()));
        var store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setCertificateEntry("theirs", factory.generateCertificate(new FileInputStream(certs.resolve("ca.pem").toFile())));
        store.setKeyEntry("ours", key, new char[0], chain.toArray(java.security.cert.Certificate[]::new));
        var ours = KeyManagerFactory.getInstance("PKIX");
        var theirs = TrustManagerFactory.getInstance("PKIX");
        ours.init(store, new char[0]);
        theirs.init(store);
        var context = SSLContext.getInstance("TLSv1.3");
        context.init(ours.getKeyManagers(), theirs.getTrustManagers(), null);
        return context;
    }
    /** An answer, when it is none of the refusals. What passes by itself is an IOException: the same again, later. */
    static BufferedReader ask(String url, String body) throws IOException {
        var asked = (HttpsURLConnection) new URL(url).openConnection();
        asked.setReadTimeout(60_000);     // a stream has heartbeats: a dead line is noticed
        asked.setRequestProperty("Acting-Professional", "example-agency");
        asked.setRequestProperty("Content-Type", "application/json");
        asked.setDoOutput(body != null);     // and then it is a POST
        if (body != null) asked.getOutputStream().write(body.getBytes("UTF-8"));
        var status = asked.getResponseCode();
        var answer = status < 300 ? asked.getInputStream() : asked.getErrorStream();
        var reader = new BufferedReader(new InputStreamReader(answer, "UTF-8"));
        if (status < 300) return reader;
        var problem = value(reader.readLine(), "detail");
        if (status == 429 || status == 503) throw new IOException(problem);
        throw new IllegalStateException(problem);
    }
    // A value in a text of JSON; a program of yours has a library for that.
    static String value(String json, String key) {
        return java.util.regex.Pattern.compile("\"" + key + "\":\\s*\"?([^\",}]*)").matcher(json).results().findFirst().get().group(1);
    }
    public static void main(String[] arguments) throws Exception {
        var v1 = "https://" + arguments[0] + "/v1";
        HttpsURLConnection.setDefaultSSLSocketFactory(trust(Path.of(arguments[1]), arguments[2]).getSocketFactory());
        var bsn = new BufferedReader(new InputStreamReader(System.in)).readLine().trim();     // never an argument
        var id = new UUID(System.currentTimeMillis() << 16 | 0x7000, UUID.randomUUID().getLeastSignificantBits());     // v7; keep it before you send
        var card = "{'professionalId': 'j.jansen', 'name': 'J. Jansen', 'function': 'social worker', 'phone': '020-5550100'}";
        var text = "{'involvementId': '%s', 'area': 'zeeburg', 'startDate': '%s', 'professional': %s, 'members': [{'role': 'FAMILY_ROLE_PARENT', 'bsn': '%s'}]}"
            .formatted(id, java.time.LocalDate.now(), card, bsn).replace('\'', '"');
        var registered = "";
        for (var wanted = Integer.parseInt(arguments[3]); wanted > 0; Thread.sleep(200 + (long) (Math.random() * 1800))) {
            try {     // No answer? The same again is harmless.
                if (registered.isEmpty()) registered = value(ask(v1 + "/involvements", text).readLine(), "involvementId");
                System.out.println("registered " + registered);
                // Without Last-Event-ID it begins after what was acknowledged: the broker remembers.
                var events = ask(v1 + "/inbox/events", null);
                for (String kind = "", line; (line = events.readLine()) != null; ) {
                    if (line.startsWith("event: ")) kind = line.substring(7);
                    if (!line.startsWith("data: ") || !kind.equals("notification")) continue;
                    // Bring it to your own store here. It can come twice: notificationId tells. Acknowledge every kind.
                    System.out.println(line.contains("\"match\":{") ? "match: call " + value(line, "organisationName") : "something else");
                    ask(v1 + "/inbox/acknowledgements", "{\"position\": " + value(line, "sequence") + "}").close();
                    if (--wanted == 0) return;
                }
            } catch (IOException broke) {
                System.err.println("the line broke: " + broke.getMessage());
            }
        }
    }
}
