package org.trunkline.alert.internal;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Inet6Address;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Commands and replies of one SMTP connection (RFC 5321 section 4), within bounds. */
final class SmtpDialog {
    private static final Logger LOG = LoggerFactory.getLogger(SmtpDialog.class);
    private static final int MAX_LINE = 2048;
    private static final int MAX_LINES = 100;
    private static final int SHOWN = 200;
    private static final int CODE = 3;

    private record Reply(int code, List<String> lines) {
        String words() {
            var text = String.join(" ", lines);
            return code + " " + text.substring(0, Math.min(SHOWN, text.length()));
        }
    }

    private final InputStream in;
    private final OutputStream out;
    private final String name;

    SmtpDialog(Socket socket) throws IOException {
        in = new BufferedInputStream(socket.getInputStream());
        out = socket.getOutputStream();
        var local = socket.getLocalAddress();
        name = local instanceof Inet6Address ? "[IPv6:" + local.getHostAddress().replaceAll("%.*", "") + "]"
                : "[" + local.getHostAddress() + "]";
    }

    void greeting() throws IOException, DeliveryFailure {
        expect(reply(), 220, "its greeting");
    }

    /** @return the first words of what it offers, upper case */
    List<String> hello() throws IOException, DeliveryFailure {
        write("EHLO " + name);
        var reply = reply();
        expect(reply, 250, "EHLO");
        return reply.lines().stream().map(l -> l.split(" ")[0].toUpperCase(Locale.ROOT)).toList();
    }

    void command(String line, int code) throws IOException, DeliveryFailure {
        write(line);
        expect(reply(), code, line.split("[ :]")[0]);
    }

    /** A command of which no word may be told. */
    void secret(String line, int code) throws IOException, DeliveryFailure {
        command(line, code);
    }

    /** @return why it was refused, empty where accepted */
    Optional<String> recipient(String address) throws IOException {
        write("RCPT TO:<" + address + ">");
        var reply = reply();
        return reply.code() / 100 == 2 ? Optional.empty() : Optional.of(reply.words());
    }

    /** @param content whole lines, none of which begins with a dot */
    void data(String content) throws IOException, DeliveryFailure {
        out.write(content.getBytes(StandardCharsets.UTF_8));
        write(".");
        expect(reply(), 250, "the message");
    }

    /** What was handed over stays so, however the server takes its leave: sent again it would come twice. */
    void quit() {
        try {
            write("QUIT");
            reply();
        } catch (IOException e) {
            LOG.debug("the mail server did not answer QUIT: {}", e.getMessage());
        }
    }

    private void write(String line) throws IOException {
        if (line.chars().anyMatch(c -> c == '\r' || c == '\n'))
            throw new IllegalArgumentException("a line break in an SMTP command");
        out.write((line + "\r\n").getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    private static void expect(Reply reply, int code, String to) throws DeliveryFailure {
        if (reply.code() != code)
            throw new DeliveryFailure("mail-answered", List.of(reply.words(), to), "the mail server answered "
                    + reply.words() + " to " + to, reply.code() / 100 == 4);
    }

    private Reply reply() throws IOException {
        var lines = new ArrayList<String>();
        for (int i = 0; i < MAX_LINES; i++) {
            var line = line();
            if (!line.matches("[2-5][0-9]{2}([ -].*)?"))
                throw new IOException("it does not use SMTP");
            lines.add(line.length() > CODE ? line.substring(CODE + 1) : "");
            if (line.length() == CODE || line.charAt(CODE) == ' ')
                return new Reply(Integer.parseInt(line.substring(0, CODE)), lines);
        }
        throw new IOException("its answer is too long");
    }

    private String line() throws IOException {
        var bytes = new StringBuilder();
        for (int b = in.read(); b != '\n'; b = in.read()) {
            if (b < 0)
                throw new IOException("it closed the connection");
            if (bytes.length() == MAX_LINE)
                throw new IOException("its lines are too long");
            if (b != '\r')
                bytes.append((char) b);
        }
        return bytes.toString();
    }
}
