package org.trunkline.phone.internal;

import java.io.FileNotFoundException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.DoubleConsumer;
import java.util.function.Supplier;
import java.util.regex.Pattern;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.trunkline.domain.format.FileMessage;
import org.trunkline.domain.format.FileNames;
import org.trunkline.domain.format.FileTypes;
import org.trunkline.domain.part.LocalizableText;
import org.trunkline.domain.tls.CertificateTrust;
import org.trunkline.phone.AccountState;
import org.trunkline.phone.PhoneAccount;
import org.trunkline.phone.PhoneFiles;
import org.trunkline.phone.internal.sip.HttpSignIn;

/** Transfers over the JDK's HTTP client, each on a virtual thread of its own. <b>Threads:</b> any. */
final class SoftFiles implements PhoneFiles {
    private static final Logger LOG = LoggerFactory.getLogger(SoftFiles.class);
    private static final String DOOR = "/files";
    private static final Pattern OWN = Pattern.compile("/files/[A-Za-z0-9_-]{43}(?:/[^/?#]{0,1000})?");
    private static final Duration CONNECT = Duration.ofSeconds(10);
    private static final Duration ANSWER = Duration.ofMinutes(15);
    private static final int BUFFER = 64 << 10;
    private static final int LONGEST_ANSWER = 64 << 10;
    private static final LocalizableText UNREACHABLE = new LocalizableText("phone-file-unreachable", List.of(),
            "The node cannot be reached for files. Check the network and try again.");
    private static final LocalizableText OFF = new LocalizableText("phone-files-off", List.of(),
            "The node of this account takes no files.");
    private static final LocalizableText GONE = new LocalizableText("phone-file-gone", List.of(),
            "This file has expired, or was deleted.");

    private final Supplier<List<AccountState>> accounts;

    /** @param accounts as they are now */
    SoftFiles(Supplier<List<AccountState>> accounts) {
        this.accounts = accounts;
    }

    /** A transfer cannot be done. */
    private static final class Failure extends Exception {
        private static final long serialVersionUID = 1L;
        private final transient LocalizableText why;

        Failure(LocalizableText why) {
            super(why.message());
            this.why = why;
        }
    }

    private record Node(PhoneAccount account, URI base) {
        HttpClient client() {
            var builder = HttpClient.newBuilder().connectTimeout(CONNECT).version(HttpClient.Version.HTTP_1_1);
            if (base.getScheme().equals("https"))
                builder.sslContext(CertificateTrust.context(CertificateTrust.pin(account.server())));
            return builder.build();
        }
    }

    private Optional<Node> node(String account) {
        return accounts.get().stream().filter(it -> it.account().id().equals(account)).findFirst()
                .flatMap(it -> it.files().map(base -> new Node(it.account(), base)));
    }

    @Override
    public boolean accepts(String account) {
        return node(account).isPresent();
    }

    @Override
    public boolean isOwn(String account, FileMessage file) {
        return accepts(account) && path(file).isPresent();
    }

    /** Within the node, of a file whose address looks like one of a node. */
    private static Optional<String> path(FileMessage file) {
        try {
            return Optional.ofNullable(URI.create(file.url()).getRawPath()).filter(path -> OWN.matcher(path).matches());
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    // ---- transfers

    /** What a transfer does on its thread. */
    private interface Work {
        FileMessage run(HttpClient client, Node node, DoubleConsumer progress) throws Failure, IOException, InterruptedException;
    }

    private Transfer start(String account, Listener listener, Work work) {
        var cancelled = new AtomicBoolean();
        var thread = Thread.ofVirtual().name("phone-file-", 0).unstarted(() -> {
            try {
                var node = node(account).orElseThrow(() -> new Failure(OFF));
                FileMessage done;
                try (var client = node.client()) {
                    try {
                        done = work.run(client, node, share -> {
                            if (!cancelled.get())
                                listener.progress(share);
                        });
                    } catch (InterruptedException e) {
                        client.shutdownNow();
                        return;
                    }
                }
                if (!cancelled.get())
                    listener.done(done);
            } catch (Failure e) {
                if (!cancelled.get())
                    listener.failed(e.why);
            } catch (IOException | UncheckedIOException e) {
                LOG.debug("a file was not transferred", e);
                if (!cancelled.get())
                    listener.failed(UNREACHABLE);
            }
        });
        thread.start();
        return () -> {
            cancelled.set(true);
            thread.interrupt();
        };
    }

    @Override
    public Transfer upload(String account, Path file, Listener listener) {
        return start(account, listener, (client, node, progress) -> {
            String name = FileNames.tidy(String.valueOf(file.getFileName()));
            long length = length(file, name);
            var asked = client.send(request(node, DOOR).POST(BodyPublishers.noBody()).build(), BodyHandlers.ofInputStream());
            text(asked);
            if (asked.statusCode() != 401)
                throw refused(asked.statusCode(), "", name);
            var credentials = HttpSignIn.answer(node.account(), asked.headers().allValues("WWW-Authenticate"), "POST", DOOR)
                    .orElseThrow(() -> refused(401, "", name));
            String boundary = "trunkline-" + UUID.randomUUID();
            var answer = client.send(request(node, DOOR).header("Authorization", credentials)
                    .header("Content-Type", "multipart/form-data; boundary=" + boundary)
                    .expectContinue(true) // else what the node says of a file that is too large may be lost while it comes (RFC 9110 §10.1.1)
                    .POST(form(file, name, length, boundary, progress)).build(), BodyHandlers.ofInputStream());
            String text = text(answer);
            if (answer.statusCode() != 200)
                throw refused(answer.statusCode(), text, name);
            return FileMessage.parse(text).orElseThrow(() -> refused(200, "", name));
        });
    }

    private static long length(Path file, String name) throws Failure {
        try {
            if (Files.isRegularFile(file))
                return Files.size(file);
            throw new NoSuchFileException(file.toString());
        } catch (IOException e) {
            throw unreadable(name);
        }
    }

    private static Failure unreadable(String name) {
        return new Failure(new LocalizableText("phone-file-unreadable", List.of(name), name + " cannot be read. Choose a file that you may open."));
    }

    private static HttpRequest.Builder request(Node node, String path) {
        return HttpRequest.newBuilder(URI.create(node.base() + path)).timeout(ANSWER);
    }

    private static String text(HttpResponse<InputStream> answer) throws IOException {
        try (var body = answer.body()) {
            return new String(body.readNBytes(LONGEST_ANSWER), StandardCharsets.UTF_8);
        }
    }

    private static BodyPublisher form(Path file, String name, long length, String boundary, DoubleConsumer progress) throws IOException {
        var head = ("--" + boundary + "\r\nContent-Disposition: form-data; name=\"File\"; filename=\"" + name.replace("\\", "_").replace("\"", "_")
                + "\"\r\nContent-Type: " + FileTypes.ofName(name) + "\r\n\r\n").getBytes(StandardCharsets.UTF_8);
        var tail = ("\r\n--" + boundary + "--\r\n").getBytes(StandardCharsets.UTF_8);
        var content = BodyPublishers.ofInputStream(() -> {
            try {
                return new Counted(Files.newInputStream(file), length, progress);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        if (length == 0)
            return BodyPublishers.concat(BodyPublishers.ofByteArray(head), BodyPublishers.ofByteArray(tail));
        return BodyPublishers.concat(BodyPublishers.ofByteArray(head), BodyPublishers.fromPublisher(content, length), BodyPublishers.ofByteArray(tail));
    }

    /** Tells how much of a file was read. */
    private static final class Counted extends FilterInputStream {
        private final long length;
        private final DoubleConsumer progress;
        private long read;

        Counted(InputStream in, long length, DoubleConsumer progress) {
            super(in);
            this.length = length;
            this.progress = progress;
        }

        @Override
        public int read(byte[] buffer, int offset, int count) throws IOException {
            int now = in.read(buffer, offset, count);
            read += Math.max(0, now);
            progress.accept(Math.min(1, read / (double) Math.max(1, length)));
            return now;
        }
    }

    /** @param problem document of the node; may be empty */
    private static Failure refused(int status, String problem, String name) {
        return new Failure(switch (status) {
            case 404 -> OFF;
            case 401, 403 -> new LocalizableText("phone-file-forbidden", List.of(), "The node does not accept the name and password of this account.");
            case 413 -> new LocalizableText("phone-file-large", List.of(name), name + " is larger than the node allows. Send a smaller file.");
            case 415 -> new LocalizableText("phone-file-type", List.of(name), "The node does not allow files of this type: " + name);
            case 503 -> new LocalizableText("phone-file-busy", List.of(), "Too many files are being sent at once. Try again in a moment.");
            case 507 -> problem.contains("subscriber-full")
                    ? new LocalizableText("phone-file-own-room", List.of(), "Your files take all the room that you have at the node. Older files are deleted when they expire.")
                    : new LocalizableText("phone-file-no-room", List.of(), "The node has no more room for files. Ask its administrator.");
            default -> new LocalizableText("phone-file-refused", List.of(String.valueOf(status)), "The node did not take the file (" + status + "). Try again.");
        });
    }

    @Override
    public Transfer download(String account, FileMessage file, Path to, long most, Listener listener) {
        return start(account, listener, (client, node, progress) -> {
            var path = path(file).orElseThrow(() -> new Failure(GONE));
            var answer = client.send(request(node, path).build(), BodyHandlers.ofInputStream());
            try (var body = answer.body()) {
                if (answer.statusCode() != 200)
                    throw new Failure(answer.statusCode() == 404 ? GONE : UNREACHABLE);
                long length = answer.headers().firstValueAsLong("Content-Length").orElse(most);
                if (length > most)
                    throw refused(413, "", file.name());
                save(new Counted(body, length, progress), to, most, file.name());
            }
            return file;
        });
    }

    private static void save(InputStream content, Path to, long most, String name) throws Failure, IOException {
        var part = to.resolveSibling(to.getFileName() + ".part");
        try {
            try (var out = Files.newOutputStream(part)) {
                var buffer = new byte[BUFFER];
                long left = most;
                for (int read = content.read(buffer); read >= 0; read = content.read(buffer)) {
                    left -= read;
                    if (left < 0)
                        throw refused(413, "", name);
                    out.write(buffer, 0, read);
                }
            } catch (FileNotFoundException | NoSuchFileException e) {
                throw new Failure(new LocalizableText("phone-file-unwritable", List.of(to.toString()), to + " cannot be written. Choose another folder."));
            }
            Files.move(part, to, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(part);
        }
    }
}
