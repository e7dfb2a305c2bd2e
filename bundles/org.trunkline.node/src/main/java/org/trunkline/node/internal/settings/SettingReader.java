package org.trunkline.node.internal.settings;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.trunkline.api.FieldError;
import org.trunkline.api.plugin.FieldRules;
import org.trunkline.domain.config.AddressBlock;
import org.trunkline.domain.config.Retention;
import org.trunkline.engine.directory.DialCodes;
import org.trunkline.engine.directory.digest.DigestAlgorithm;
import org.trunkline.node.internal.settings.NodeSettings.BadSetting;
import org.trunkline.node.internal.settings.declared.Declaration;
import org.trunkline.node.internal.settings.declared.Declarations;

/**
 * Values of settings, each checked by its declaration.
 *
 * @param properties gives null for what is not set
 */
record SettingReader(Function<String, @Nullable String> properties) {
    private static final String HOME = "trunkline.home";
    private static final String DNS_PORT = ":53";

    /** Of any property; empty where it is not set. */
    private String raw(String name) {
        return Optional.ofNullable(properties.apply(name)).map(String::strip).orElse("");
    }

    /** Of a declared setting: its default where it is not set, empty for none. */
    String text(String name) {
        var declared = Declarations.of(name);
        var text = raw(name);
        return text.isEmpty() ? declared.about().defaultValue() : spelled(declared, text);
    }

    /** Choices and codes may be written in any case. */
    private static String spelled(Declaration declared, String text) {
        var bare = declared.name().equals("trunkline.digest") ? Stream.of(text.split("\\s*,\\s*"))
                .sorted(String.CASE_INSENSITIVE_ORDER.reversed()).collect(Collectors.joining(",")) : text;
        return declared.about().choices().keySet().stream().filter(bare::equalsIgnoreCase).findFirst().orElse(bare);
    }

    /** Checks the form of every value that is set. */
    void check() throws BadSetting {
        for (var declared : Declarations.all())
            if (!raw(declared.name()).isEmpty())
                check(declared);
    }

    private void check(Declaration declared) throws BadSetting {
        var wrong = FieldRules.problem(declared.name(), declared.about(), text(declared.name()));
        if (wrong.isPresent())
            throw new BadSetting(named(declared, wrong.get()));
    }

    /** The message as an administrator at a command line needs it. */
    private static FieldError named(Declaration declared, FieldError wrong) {
        if (declared.about().secret() || wrong.args().isEmpty() || !List.of("not-allowed", "out-of-range").contains(wrong.code()))
            return wrong;
        var allowed = declared.about().type().equals("number") ? "a number from " + declared.min() + " to " + declared.max()
                : wrong.args().get(1);
        return new FieldError(wrong.field(), wrong.code(), wrong.args(), wrong.field() + " is " + wrong.args().getFirst()
                + ": must be " + allowed);
    }

    int number(String name) throws BadSetting {
        check(Declarations.of(name));
        return Integer.parseInt(text(name));
    }

    Duration seconds(String name) throws BadSetting {
        return Duration.ofSeconds(number(name));
    }

    boolean yes(String name) {
        return text(name).equals("yes");
    }

    /** Of a listener that is off unless it is set. @return -1 for off */
    int port(String name) {
        var text = text(name);
        return text.equals("off") ? -1 : Integer.parseInt(text);
    }

    /** Unless it is set, with the ports that browsers come to. */
    boolean webRtc() {
        boolean listens = port("trunkline.ws.port") >= 0 || port("trunkline.wss.port") >= 0;
        return text("trunkline.webrtc").isEmpty() ? listens : yes("trunkline.webrtc");
    }

    /** By the cores where nothing is said, so that a larger machine does more. */
    int transcoding() {
        var text = text("trunkline.transcoding.max");
        return text.isEmpty() ? -1 : Integer.parseInt(text);
    }

    /** Set, or alone in a file that the setting with {@code -file} names: a command line is seen by everybody. */
    String secret(String name) throws BadSetting {
        var file = text(name + "-file");
        return file.isEmpty() ? text(name) : content(name + "-file", file);
    }

    /** A file that must be there now, though it is read later. */
    String readable(String name) throws BadSetting {
        var file = text(name);
        if (!file.isEmpty())
            content(name, file);
        return file;
    }

    private static String content(String name, String file) throws BadSetting {
        try {
            return Files.readString(Path.of(file)).strip();
        } catch (NoSuchFileException e) {
            throw new BadSetting(name, "no-such-file", file, "there is no such file");
        } catch (AccessDeniedException e) {
            throw new BadSetting(name, "file-unreadable", file, "the node may not read that file");
        } catch (IOException | InvalidPathException e) {
            throw new BadSetting(name, "file-unreadable", file, why(e));
        }
    }

    /** The file was named already, and some messages are nothing but its name. */
    private static String why(Exception e) {
        return switch (e) {
            case FileSystemException system when system.getReason() != null -> "that file cannot be read (" + system.getReason() + ")";
            case InvalidPathException path -> "not a path (" + path.getReason() + ")";
            default -> "that file cannot be read (" + e.getMessage() + ")";
        };
    }

    /** @param otherwise within the data folder */
    Path path(String name, String otherwise) throws BadSetting {
        var text = text(name);
        try {
            return text.isEmpty() ? data().resolve(otherwise) : Path.of(text).toAbsolutePath().normalize();
        } catch (InvalidPathException e) {
            throw new BadSetting(name, "not-file", text, "not a file name");
        }
    }

    Path data() throws BadSetting {
        var home = raw(HOME);
        var text = text("trunkline.data");
        try {
            return Path.of(text.isEmpty() ? (home.isEmpty() ? raw("user.home") + "/.trunkline" : home) + "/node" : text)
                    .toAbsolutePath().normalize();
        } catch (InvalidPathException e) {
            throw new BadSetting("trunkline.data", "not-file", text, "not a folder name");
        }
    }

    /** An address of this machine; names are resolved once, here. */
    String address(String name) throws BadSetting {
        return literal(name, text(name));
    }

    private static String literal(String name, String text) throws BadSetting {
        var bare = text.startsWith("[") && text.endsWith("]") ? text.substring(1, text.length() - 1) : text;
        try {
            var parsed = AddressBlock.parseAddress(bare);
            return (parsed.isPresent() ? parsed.get() : InetAddress.getByName(bare)).getHostAddress();
        } catch (IOException e) {
            throw new BadSetting(name, "not-address", text, "must be an IP address of this machine, such as 127.0.0.1 or 0.0.0.0");
        }
    }

    /** Several, separated by commas: those of IPv4 and IPv6 for calls between them. */
    String addresses(String name) throws BadSetting {
        var each = new ArrayList<String>();
        for (var part : text(name).split(","))
            each.add(literal(name, part.strip()));
        return String.join(",", each);
    }

    /** With its port. */
    String nameServer() {
        var text = text("trunkline.dns");
        return text.isEmpty() || text.contains(":") ? text : text + DNS_PORT;
    }

    /** Without the last dot. */
    String enumSuffix() {
        var text = text("trunkline.enum.suffix");
        return text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
    }

    /** The first and the last port. */
    int[] range(String name) {
        return Stream.of(text(name).split("-")).mapToInt(Integer::parseInt).toArray();
    }

    DialCodes codes() {
        var pickup = text("trunkline.pickup.code");
        return new DialCodes(pickup.equals("none") ? "" : pickup,
                new HashSet<>(List.of(text("trunkline.emergency.numbers").split("\\s*,\\s*"))), text("trunkline.transfers").equals("pass"));
    }

    List<DigestAlgorithm> digest() {
        var chosen = List.of(text("trunkline.digest").split(","));
        return Stream.of(DigestAlgorithm.values()).filter(a -> chosen.contains(a.token())).toList();
    }

    Retention.Disguise disguise() {
        return Retention.Disguise.valueOf(text("trunkline.keep.personal.as").toUpperCase(Locale.ROOT));
    }
}
