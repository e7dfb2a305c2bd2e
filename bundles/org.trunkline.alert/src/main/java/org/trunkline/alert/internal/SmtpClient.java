package org.trunkline.alert.internal;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.UUID;

import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

import org.trunkline.api.mail.Mail;

/**
 * Hands one message, with or without an invitation beside its text, to a mail server (RFC 5321), over TLS unless told otherwise, with AUTH PLAIN (RFC 4954)
 * where there is a user. Never falls back to an unprotected connection.
 */
final class SmtpClient {
    private static final int CONNECT_MS = 5_000;
    private static final int READ_MS = 20_000;
    private static final int LINE = 72;
    private static final int WORD_BYTES = 45;

    private final SmtpSettings settings;
    private final SSLSocketFactory tls;
    private final InstantSource clock;

    SmtpClient(SmtpSettings settings, SSLSocketFactory tls, InstantSource clock) {
        this.settings = settings;
        this.tls = tls;
        this.clock = clock;
    }

    /** The address that it sends from. */
    String from() {
        return settings.from();
    }

    /** @throws DeliveryFailure where not everybody named was accepted */
    void send(List<String> to, AlertMessage message) throws DeliveryFailure {
        send(to, new Letter(message.id(), message.subject(), base64("text/plain; charset=utf-8", message.text())));
    }

    /** @throws DeliveryFailure where not everybody named was accepted */
    void send(List<String> to, Mail mail) throws DeliveryFailure {
        String text = base64("text/plain; charset=utf-8", mail.text());
        send(to, new Letter(mail.id(), mail.subject(), mail.calendar().map(calendar -> alternative(mail.id(), text,
                base64("text/calendar; charset=utf-8; method=" + calendar.method(), calendar.content()))).orElse(text)));
    }

    /** @param body a MIME entity: its headers, and its content in lines of ASCII none of which begins with a dot */
    private record Letter(String id, String subject, String body) {}

    private void send(List<String> to, Letter message) throws DeliveryFailure {
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress(settings.host(), settings.port()), CONNECT_MS);
            socket.setSoTimeout(READ_MS);
            var open = settings.security() == SmtpSettings.Security.TLS ? secured(socket) : socket;
            var refused = talk(open, to, message);
            if (!refused.isEmpty())
                throw new DeliveryFailure("mail-not-accepted", List.of(String.join("; ", refused)),
                        "not accepted for " + String.join("; ", refused));
        } catch (IOException e) {
            var server = settings.host() + ":" + settings.port();
            var why = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
            throw new DeliveryFailure("mail-unreachable", List.of(server, why), "the mail server " + server + ": " + why, e);
        }
    }

    private SSLSocket secured(Socket socket) throws IOException {
        var secured = (SSLSocket) tls.createSocket(socket, settings.host(), settings.port(), true);
        var parameters = secured.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS"); // else any certificate of any host would do
        secured.setSSLParameters(parameters);
        secured.startHandshake();
        return secured;
    }

    /** @return recipients that were refused, with the server's words */
    private List<String> talk(Socket socket, List<String> to, Letter message)
            throws IOException, DeliveryFailure {
        var dialog = new SmtpDialog(socket);
        dialog.greeting();
        var offers = dialog.hello();
        if (settings.security() == SmtpSettings.Security.STARTTLS) {
            if (!offers.contains("STARTTLS"))
                throw new DeliveryFailure("mail-no-starttls", List.of(settings.host()), settings.host()
                        + " does not offer STARTTLS; nothing is sent unencrypted");
            dialog.command("STARTTLS", 220);
            dialog = new SmtpDialog(secured(socket)); // what came before is not believed (RFC 3207 section 4.2)
            dialog.hello();
        }
        if (!settings.account().user().isEmpty())
            dialog.secret("AUTH PLAIN " + credentials(socket), 235);
        dialog.command("MAIL FROM:<" + settings.from() + ">", 250);
        var refused = new ArrayList<String>();
        for (String address : to)
            dialog.recipient(address).ifPresent(why -> refused.add(address + ": " + why));
        if (refused.size() < to.size()) {
            dialog.command("DATA", 354);
            dialog.data(content(to, message));
        }
        dialog.quit();
        return refused;
    }

    private String credentials(Socket socket) throws DeliveryFailure, IOException {
        var user = settings.account().user();
        if (settings.security() == SmtpSettings.Security.NONE && !socket.getInetAddress().isLoopbackAddress())
            throw new DeliveryFailure("mail-in-the-clear", List.of(), "the password is not sent unencrypted to another"
                    + " machine: set trunkline.smtp.security to starttls or tls");
        var file = settings.account().passwordFile();
        var password = file.isPresent() ? Files.readString(file.get()).strip() : settings.account().password();
        if (password.isEmpty())
            throw new DeliveryFailure("mail-no-password", List.of(user), "there is no password for " + user
                    + ": set trunkline.smtp.password, or trunkline.smtp.password-file to a file with it");
        return Base64.getEncoder().encodeToString(("\0" + user + "\0" + password)
                .getBytes(StandardCharsets.UTF_8));
    }

    private String content(List<String> to, Letter message) {
        var domain = settings.from().substring(settings.from().indexOf('@') + 1);
        return "Date: " + DateTimeFormatter.RFC_1123_DATE_TIME.format(clock.instant().atOffset(ZoneOffset.UTC)) + "\r\n"
                + "From: Trunkline <" + settings.from() + ">\r\nTo: " + String.join(",\r\n ", to) + "\r\nSubject: "
                + encoded(message.subject()) + "\r\nMessage-ID: <" + message.id() + "@" + domain + ">\r\n"
                + "Auto-Submitted: auto-generated\r\nMIME-Version: 1.0\r\n"
                + message.body();
    }

    private static String base64(String type, String text) {
        return "Content-Type: " + type + "\r\nContent-Transfer-Encoding: base64\r\n\r\n"
                + Base64.getMimeEncoder(LINE, new byte[] {'\r', '\n'}).encodeToString(text.getBytes(StandardCharsets.UTF_8)) + "\r\n";
    }

    /** RFC 2046 §5.1.4: the last is the best; base64 contains no underscore, so no part has the boundary. */
    private static String alternative(String id, String... parts) {
        String boundary = "_" + UUID.nameUUIDFromBytes(id.getBytes(StandardCharsets.UTF_8));
        var body = new StringBuilder("Content-Type: multipart/alternative; boundary=\"" + boundary + "\"\r\n\r\n");
        for (String part : parts)
            body.append("--").append(boundary).append("\r\n").append(part);
        return body.append("--").append(boundary).append("--\r\n").toString();
    }

    /** RFC 2047 words: no character is split, and no name of a search can begin a header of its own. */
    static String encoded(String text) {
        var words = new ArrayList<String>();
        var word = new StringBuilder();
        for (int c : text.codePoints().toArray()) {
            int length = word.toString().getBytes(StandardCharsets.UTF_8).length;
            if (length + Character.toString(c).getBytes(StandardCharsets.UTF_8).length > WORD_BYTES) {
                words.add(word(word));
                word.setLength(0);
            }
            word.appendCodePoint(c);
        }
        words.add(word(word));
        return String.join("\r\n ", words);
    }

    private static String word(StringBuilder text) {
        return "=?utf-8?B?" + Base64.getEncoder().encodeToString(text.toString().getBytes(StandardCharsets.UTF_8))
                + "?=";
    }
}
