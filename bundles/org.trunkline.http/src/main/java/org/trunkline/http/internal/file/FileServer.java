package org.trunkline.http.internal.file;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.URLEncoder;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

import jakarta.servlet.http.HttpServletRequest;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.trunkline.api.message.FileAccess;
import org.trunkline.api.message.FileExchange;
import org.trunkline.api.message.FileRefusedException;
import org.trunkline.api.message.FileRules;
import org.trunkline.api.message.FileSignIn;
import org.trunkline.api.message.OfferedFile;
import org.trunkline.api.message.StoredFile;
import org.trunkline.domain.format.FileMessage;
import org.trunkline.http.internal.answer.Answer;
import org.trunkline.http.internal.answer.Problem;
import org.trunkline.http.internal.listen.RequestBody;

/**
 * Upload and download of files in messages, as phones with file transfer over HTTP do it (GSMA RCC.07 §3.2.5.3): a POST without a body is
 * answered 204 once its digest credentials are right, then the file comes as a form, and the answer is the document that a message
 * carries to the other side. A download needs the address alone.
 */
public final class FileServer {
    /** Of uploads, and folder of downloads. */
    public static final String ROOT = "/files";
    private static final Logger LOG = LoggerFactory.getLogger(FileServer.class);
    private static final Pattern ONE = Pattern.compile(ROOT + "/([A-Za-z0-9_-]{43})(/[^/]*)?");
    private static final Pattern HOST = Pattern.compile("([A-Za-z0-9.-]{1,253}|\\[[0-9a-fA-F:.]{2,45}])(:[0-9]{1,5})?");
    /** Room for the form around a file. */
    private static final int FORM = 16 << 10;
    private static final String NOTHING = "There is no file at this address, or it has expired";

    private final FileExchange files;

    public FileServer(FileExchange files) {
        this.files = files;
    }

    public static boolean takes(String path) {
        return path.equals(ROOT) || path.startsWith(ROOT + '/');
    }

    /** What is accepted now; empty while it is switched off. */
    public Optional<FileRules> rules() {
        return files.rules();
    }

    /**
     * Answers a request. Blocks.
     *
     * @param path still percent-encoded
     * @param source of the request
     * @param signedIn told of a sender who may send files
     */
    public Answer answer(HttpServletRequest in, String path, InetSocketAddress source, RequestBody body, Runnable signedIn)
            throws Problem, IOException {
        var rules = files.rules();
        if (rules.isEmpty())
            throw Problem.notFound("Files are switched off: set trunkline.files=yes");
        if (path.equals(ROOT) || path.equals(ROOT + '/'))
            return upload(in, path, source, rules.get(), body, signedIn);
        var one = ONE.matcher(path);
        if (!in.getMethod().equals("GET") && !in.getMethod().equals("HEAD"))
            throw notAllowed("GET");
        var file = one.matches() ? files.find(one.group(1)) : Optional.<StoredFile>empty();
        return download(file.orElseThrow(() -> Problem.notFound(NOTHING)));
    }

    private static Problem notAllowed(String allowed) {
        return Problem.of(405, "method", "Method not allowed", "Only " + allowed + " is possible here", Map.of("Allow", allowed));
    }

    // ---- upload

    private Answer upload(HttpServletRequest in, String path, InetSocketAddress source, FileRules rules, RequestBody body, Runnable signedIn)
            throws Problem, IOException {
        if (!in.getMethod().equals("POST"))
            throw notAllowed("POST");
        return switch (files.signIn(new FileSignIn("POST", path, Collections.list(in.getHeaders("Authorization")), source,
                Optional.ofNullable(in.getHeader("User-Agent")).orElse("")))) {
            case FileAccess.Granted(String subscriber) -> {
                signedIn.run();
                body.mayBeLong();
                yield in.getContentLengthLong() == 0 || in.getContentType() == null ? Answer.noContent() : store(subscriber, in, rules, body);
            }
            case FileAccess.Challenged(List<String> challenges) -> {
                body.skip(rules.maxBytes() + FORM);
                yield Answer.of(Problem.of(401, "unauthorized", "Unauthorized", "Send the name and password of a subscriber by digest"))
                        .challenging(challenges);
            }
            case FileAccess.Denied() -> {
                body.skip(rules.maxBytes() + FORM);
                throw Problem.of(403, "forbidden", "Forbidden", "This subscriber may send no files");
            }
        };
    }

    private Answer store(String subscriber, HttpServletRequest in, FileRules rules, InputStream body) throws Problem, IOException {
        long length = in.getContentLengthLong();
        if (length > rules.maxBytes() + FORM)
            throw refused(new FileRefusedException(FileRefusedException.Reason.TOO_LARGE, "The file is larger than "
                    + FileMessage.size(rules.maxBytes()) + ", which is the limit of this node"), body, rules);
        var file = MultipartFile.read(in.getContentType(), body).orElseThrow(() -> Problem.of(400, "no-file", "No file",
                "Send the file as multipart/form-data with a part named File"));
        try {
            var stored = files.store(subscriber, new OfferedFile(file.name(), file.type(), length), file);
            body.skip(FORM);
            return new Answer(200, Map.of(), FileMessage.TYPE, message(in, rules, stored).document().getBytes(UTF_8));
        } catch (FileRefusedException e) {
            throw refused(e, body, rules);
        } catch (IOException e) {
            LOG.debug("an upload ended: {}", e.getMessage());
            throw Problem.of(400, "cut-short", "Cut short", "The file could not be stored: " + e.getMessage());
        }
    }

    private static Problem refused(FileRefusedException e, InputStream body, FileRules rules) throws IOException {
        body.skip(rules.maxBytes() + FORM);
        var text = String.valueOf(e.getMessage());
        return switch (e.reason()) {
            case OFF -> Problem.notFound(text);
            case TOO_LARGE -> Problem.of(413, "too-large", "Too large", text);
            case TYPE -> Problem.of(415, "media-type", "Unsupported media type", text);
            case SUBSCRIBER_FULL -> Problem.of(507, "subscriber-full", "Insufficient storage", text);
            case NODE_FULL -> Problem.of(507, "node-full", "Insufficient storage", text);
            case BUSY -> Problem.of(503, "busy", "Busy", text, Map.of("Retry-After", "5"));
        };
    }

    private static FileMessage message(HttpServletRequest in, FileRules rules, StoredFile file) {
        String base = rules.address().isEmpty() ? own(in) : rules.address();
        String name = URLEncoder.encode(file.name(), UTF_8).replace("+", "%20");
        return new FileMessage(file.name(), file.bytes(), file.type(), base + ROOT + '/' + file.id() + '/' + name, Optional.of(file.until()));
    }

    /** As the sender addressed the node. */
    private static String own(HttpServletRequest in) {
        String host = Optional.ofNullable(in.getHeader("Host")).filter(text -> HOST.matcher(text).matches()).orElse("127.0.0.1");
        return (in.isSecure() ? "https://" : "http://") + host;
    }

    // ---- download

    /** A browser shows no document of it and runs no script of it, whatever its type says. */
    private Answer download(StoredFile file) {
        var headers = Map.of("Content-Disposition", "attachment; filename=\"" + ascii(file.name()) + "\"; filename*=UTF-8''"
                + URLEncoder.encode(file.name(), UTF_8).replace("+", "%20").replace("*", "%2A"),
                "Content-Security-Policy", "default-src 'none'; sandbox", "Cross-Origin-Resource-Policy", "same-origin",
                "Referrer-Policy", "no-referrer", "Content-Length", String.valueOf(file.bytes()));
        Answer.Content.File content = out -> files.write(file, out);
        return new Answer(200, headers, file.type(), new byte[0], Optional.of(content));
    }

    private static String ascii(String name) {
        return name.replaceAll("[^\\x20-\\x7e]|[\"\\\\%]", "_");
    }
}
