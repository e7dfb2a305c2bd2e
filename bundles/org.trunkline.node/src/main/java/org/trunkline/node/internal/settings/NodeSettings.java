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
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.trunkline.domain.config.AddressBlock;
import org.trunkline.domain.config.Retention;
import org.trunkline.engine.directory.DialCodes;
import org.trunkline.engine.directory.digest.DigestAlgorithm;

/**
 * Technical settings, as framework or system properties.
 *
 * @param data folder of all that the node keeps
 * @param bind addresses of SIP and RTP, parted by commas
 * @param sipPort 0 for any free one
 * @param nameServer who is asked for trunks' names, {@code address:port}; empty for those of the system
 * @param enumSuffix domain that telephone numbers are looked up in (RFC 6116); empty for none
 * @param webPhone whether the admin listener has the web phone at /phone
 * @param rtcp whether the node reports on media to a side that gets no reports from the other
 * @param webRtc whether phones may be browsers: ICE and DTLS-SRTP
 * @param mediaPublic addresses that a NAT has for the node's media, separated by commas; empty for none
 * @param transcoding calls at once whose codecs the node converts; -1 for as many as the cores can do
 * @param realm digest realm; passwords are made for it
 * @param anyDigestUri whether credentials may be for another URI than the request's
 * @param drain what calls in progress get when the node was asked to drain and stop
 * @param term what they get on SIGTERM
 * @param border limits of messages, sources and calls
 * @param keep how long records are kept, until somebody changes that on the desk or over the API
 * @param pseudonymKey file of the key that pseudonyms are made with
 * @param announcement what callers hear of unassigned numbers
 * @param plugins where plug-ins are offered, and whether unsigned ones may run
 * @param region ISO 3166 code by which subscribers' national numbers are read, or empty
 */
public record NodeSettings(Path data, String bind, int sipPort, String nameServer, String enumSuffix, String httpBind, int httpPort, boolean webPhone, int rtpMin, int rtpMax,
        int silenceSeconds, boolean rtcp, boolean webRtc, String mediaPublic, int transcoding, String realm, String region, Duration ringTime, List<DigestAlgorithm> digest,
        boolean anyDigestUri,
        String storeUrl, String storeUser, String storePassword, TlsFiles tls, Duration drain, Duration term,
        AlertSettings alerts, DialCodes codes, BorderSettings border, Retention keep, Path pseudonymKey,
        AnnouncementSettings announcement, PluginSettings plugins) {
    private static final Pattern REALM = Pattern.compile("[A-Za-z0-9._-]{1,64}");
    private static final Pattern PORTS = Pattern.compile("(\\d{1,5})-(\\d{1,5})");
    private static final Pattern SERVER = Pattern.compile("([\\d.]{7,15})(?::(\\d{1,5}))?");
    private static final Pattern DOMAIN = Pattern.compile("(?i)[a-z0-9_]([a-z0-9_-]{0,62})(\\.[a-z0-9_]([a-z0-9_-]{0,62}))*");
    private static final int LONGEST_DOMAIN = 200;
    private static final int MAX_PORT = 65_535;

    /** A property holds what it must not; the message names it, its value and what is allowed. */
    public static final class BadSetting extends Exception {
        private static final long serialVersionUID = 1L;
        private final String property;

        BadSetting(String property, String message) {
            super(message);
            this.property = property;
        }

        public String property() {
            return property;
        }
    }

    /** @param properties gives null for what is not set, as the framework does */
    public static NodeSettings read(Function<String, @Nullable String> properties) throws BadSetting {
        var reader = new Reader(properties);
        int[] ports = reader.ports();
        return new NodeSettings(reader.data(), reader.addresses("trunkline.bind", "127.0.0.1"),
                reader.number("trunkline.sip.port", 5060, 0, MAX_PORT), reader.nameServer(), reader.enumSuffix(),
                reader.address("trunkline.http.bind", "127.0.0.1"),
                reader.number("trunkline.http.port", 8060, 0, MAX_PORT), reader.yes("trunkline.http.phone", "no"), ports[0], ports[1],
                reader.number("trunkline.media.silence", 60, 5, 86_400), reader.yes("trunkline.media.rtcp"), reader.webRtc(),
                reader.mediaPublic(), reader.transcoding(),
                reader.realm(), reader.region(),
                Duration.ofSeconds(reader.number("trunkline.ring.seconds", 60, 5, 600)), reader.digest(), reader.anyDigestUri(),
                reader.text("trunkline.store.url", ""), reader.text("trunkline.store.user", ""),
                reader.secret("trunkline.store.password"),
                TlsFiles.read(reader.data(), name -> Optional.of(reader.text(name, "")).filter(t -> !t.isEmpty()),
                        reader.secret("trunkline.tls.password"),
                        reader.number("trunkline.tls.port", 5061, 0, MAX_PORT)),
                Duration.ofSeconds(reader.number("trunkline.drain.seconds", 3600, 1, 86_400)),
                Duration.ofSeconds(reader.number("trunkline.term.seconds", 15, 0, 3600)),
                AlertSettings.read(properties), reader.codes(), BorderSettings.read(properties),
                new Retention(reader.days("records"), reader.days("ladders"), reader.days("personal"), reader.disguise()),
                reader.pseudonymKey(), AnnouncementSettings.read(properties), reader.plugins());
    }

    /**
     * @param catalogue folder of archives that are offered
     * @param developer whether plug-ins without a trusted signature may run
     */
    public record PluginSettings(Path catalogue, boolean developer) {}

    /** Tells no password. */
    @Override
    public String toString() {
        return "NodeSettings[" + data + "]";
    }

    /** Digits, stars and hashes. */
    private static final Pattern CODE = Pattern.compile("[0-9*#]{1,20}");

    record Reader(Function<String, @Nullable String> properties) {
        String text(String name, String otherwise) {
            return Optional.ofNullable(properties.apply(name)).map(String::strip).filter(t -> !t.isEmpty())
                    .orElse(otherwise);
        }

        /** Set, or alone in a file that the property with {@code -file} names: a command line is seen by everybody. */
        String secret(String name) throws BadSetting {
            String file = text(name + "-file", "");
            if (file.isEmpty())
                return text(name, "");
            try {
                return Files.readString(Path.of(file)).strip();
            } catch (IOException | InvalidPathException e) {
                throw new BadSetting(name + "-file", name + "-file is \"" + file + "\": " + why(e));
            }
        }

        /** The file was named already, and some messages are nothing but its name. */
        private static String why(Exception e) {
            return switch (e) {
                case NoSuchFileException _ -> "there is no such file";
                case AccessDeniedException _ -> "the node may not read that file";
                case FileSystemException system when system.getReason() != null -> "that file cannot be read (" + system.getReason() + ")";
                case InvalidPathException path -> "not a path (" + path.getReason() + ")";
                default -> "that file cannot be read (" + e.getMessage() + ")";
            };
        }

        int number(String name, int otherwise, int min, int max) throws BadSetting {
            String text = text(name, String.valueOf(otherwise));
            if (text.matches("\\d{1,7}") && Integer.parseInt(text) >= min && Integer.parseInt(text) <= max)
                return Integer.parseInt(text);
            throw new BadSetting(name, name + " is \"" + text + "\": a number from " + min + " to " + max + " is needed");
        }

        /** Of a listener that is off unless it is set. @return -1 for off */
        int port(String name) throws BadSetting {
            return text(name, "off").equals("off") ? -1 : number(name, 0, 0, MAX_PORT);
        }

        /** Yes where nothing is said. */
        boolean yes(String name) throws BadSetting {
            return yes(name, "yes");
        }

        boolean yes(String name, String otherwise) throws BadSetting {
            String text = text(name, otherwise);
            if (!List.of("yes", "no").contains(text))
                throw new BadSetting(name, name + " is \"" + text + "\": must be yes or no");
            return text.equals("yes");
        }

        /** Unless it is set, with the ports that browsers come to. */
        /** By the cores where nothing is said, so that a larger machine does more. */
        int transcoding() throws BadSetting {
            return text("trunkline.transcoding.max", "").isEmpty() ? -1 : number("trunkline.transcoding.max", 0, 0, 10_000);
        }

        boolean webRtc() throws BadSetting {
            return yes("trunkline.webrtc", port("trunkline.ws.port") < 0 && port("trunkline.wss.port") < 0 ? "no" : "yes");
        }

        /** Addresses, not names: they are written into descriptions as they are. */
        String mediaPublic() throws BadSetting {
            String text = text("trunkline.media.public", "");
            for (String part : text.isEmpty() ? new String[0] : text.split(",", -1)) {
                var address = AddressBlock.parseAddress(part.strip());
                if (address.isEmpty() || address.get().isAnyLocalAddress() || address.get().isMulticastAddress())
                    throw new BadSetting("trunkline.media.public", "trunkline.media.public is \"" + text
                            + "\": must be the IP address that a NAT has for this machine, such as 203.0.113.7");
            }
            return text.replace(" ", "");
        }

        int days(String what) throws BadSetting {
            return number("trunkline.keep." + what + ".days", 0, 0, Retention.MAX_DAYS);
        }

        Retention.Disguise disguise() throws BadSetting {
            String text = text("trunkline.keep.personal.as", "cut");
            return switch (text) {
                case "cut" -> Retention.Disguise.CUT;
                case "pseudonym" -> Retention.Disguise.PSEUDONYM;
                default -> throw new BadSetting("trunkline.keep.personal.as", "trunkline.keep.personal.as is \"" + text
                        + "\": must be cut or pseudonym");
            };
        }

        PluginSettings plugins() throws BadSetting {
            return new PluginSettings(path("trunkline.plugins.catalogue", "catalogue"), yes("trunkline.plugins.developer", "no"));
        }

        Path pseudonymKey() throws BadSetting {
            return path("trunkline.pseudonym.key", "pseudonym.key");
        }

        /** @param otherwise within the data folder */
        private Path path(String name, String otherwise) throws BadSetting {
            String text = text(name, "");
            try {
                return text.isEmpty() ? data().resolve(otherwise) : Path.of(text).toAbsolutePath().normalize();
            } catch (InvalidPathException e) {
                throw new BadSetting(name, name + " is \"" + text + "\": not a file name");
            }
        }

        Path data() throws BadSetting {
            String home = text("trunkline.home", Path.of(text("user.home", "."), ".trunkline").toString());
            String text = text("trunkline.data", home + "/node");
            try {
                return Path.of(text).toAbsolutePath().normalize();
            } catch (InvalidPathException e) {
                throw new BadSetting("trunkline.data", "trunkline.data is \"" + text + "\": not a folder name");
            }
        }

        /** An address of this machine; names are resolved once, here. */
        String address(String name, String otherwise) throws BadSetting {
            return literal(name, text(name, otherwise));
        }

        private static String literal(String name, String text) throws BadSetting {
            String bare = text.startsWith("[") && text.endsWith("]") ? text.substring(1, text.length() - 1) : text;
            try {
                var parsed = AddressBlock.parseAddress(bare);
                if (bare.isEmpty()) // would be loopback
                    throw new IOException("nothing");
                return (parsed.isPresent() ? parsed.get() : InetAddress.getByName(bare)).getHostAddress();
            } catch (IOException e) {
                throw new BadSetting(name, name + " is \"" + text + "\": must be an IP address of this machine, such as"
                        + " 127.0.0.1 or 0.0.0.0");
            }
        }

        /** Several, parted by commas: those of IPv4 and IPv6 for calls between them. */
        String addresses(String name, String otherwise) throws BadSetting {
            var each = new ArrayList<String>();
            for (String part : text(name, otherwise).split(","))
                each.add(literal(name, part.strip()));
            return String.join(",", each);
        }

        /** An address, or one with a port. */
        String nameServer() throws BadSetting {
            String text = text("trunkline.dns", "");
            if (text.isEmpty())
                return "";
            var m = SERVER.matcher(text);
            if (m.matches() && AddressBlock.parseAddress(m.group(1)).isPresent()
                    && (m.group(2) == null || Integer.parseInt(m.group(2)) <= MAX_PORT))
                return m.group(1) + ':' + (m.group(2) == null ? "53" : m.group(2));
            throw new BadSetting("trunkline.dns", "trunkline.dns is \"" + text
                    + "\": must be an IPv4 address, optionally with a port, such as 192.0.2.53 or 192.0.2.53:5353");
        }

        /** A domain, with or without the last dot. */
        String enumSuffix() throws BadSetting {
            String text = text("trunkline.enum.suffix", "");
            String bare = text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
            if (text.isEmpty() || bare.length() <= LONGEST_DOMAIN && DOMAIN.matcher(bare).matches())
                return bare;
            throw new BadSetting("trunkline.enum.suffix", "trunkline.enum.suffix is \"" + text
                    + "\": must be a domain, such as e164.arpa");
        }

        int[] ports() throws BadSetting {
            String text = text("trunkline.rtp.ports", "10000-49999");
            var m = PORTS.matcher(text);
            if (m.matches()) {
                int min = Integer.parseInt(m.group(1));
                int max = Integer.parseInt(m.group(2));
                if (min >= 1024 && max <= MAX_PORT && max - min >= 3)
                    return new int[] {min, max};
            }
            throw new BadSetting("trunkline.rtp.ports", "trunkline.rtp.ports is \"" + text
                    + "\": must be two ports from 1024 to 65535, such as 10000-49999");
        }

        String realm() throws BadSetting {
            String text = text("trunkline.realm", "trunkline");
            if (REALM.matcher(text).matches())
                return text;
            throw new BadSetting("trunkline.realm", "trunkline.realm is \"" + text
                    + "\": 1 to 64 letters, digits, dots, hyphens and underscores are allowed");
        }

        String region() throws BadSetting {
            String text = text("trunkline.region", "").toUpperCase(Locale.ROOT);
            if (text.isEmpty() || List.of(Locale.getISOCountries()).contains(text))
                return text;
            throw new BadSetting("trunkline.region", "trunkline.region is \"" + text
                    + "\": must be an ISO 3166 code of two letters, such as SE");
        }

        DialCodes codes() throws BadSetting {
            String pickup = text("trunkline.pickup.code", DialCodes.USUAL.pickup());
            if (!pickup.equals("none") && !CODE.matcher(pickup).matches())
                throw new BadSetting("trunkline.pickup.code", "trunkline.pickup.code is \"" + pickup
                        + "\": must be up to 20 digits, * or #, or none");
            String emergency = text("trunkline.emergency.numbers", String.join(",", DialCodes.USUAL.emergency()));
            var numbers = new HashSet<>(List.of(emergency.split("\\s*,\\s*")));
            for (String number : numbers)
                if (!CODE.matcher(number).matches())
                    throw new BadSetting("trunkline.emergency.numbers", "trunkline.emergency.numbers is \"" + emergency
                            + "\": must be numbers separated by commas, such as 112,911");
            String transfers = text("trunkline.transfers", "node");
            if (!List.of("node", "pass").contains(transfers))
                throw new BadSetting("trunkline.transfers", "trunkline.transfers is \"" + transfers
                        + "\": must be node or pass");
            return new DialCodes(pickup.equals("none") ? "" : pickup, numbers, transfers.equals("pass"));
        }

        boolean anyDigestUri() throws BadSetting {
            String text = text("trunkline.digest.uri", "match");
            if (!List.of("match", "any").contains(text))
                throw new BadSetting("trunkline.digest.uri", "trunkline.digest.uri is \"" + text
                        + "\": must be match or any");
            return text.equals("any");
        }

        List<DigestAlgorithm> digest() throws BadSetting {
            String text = text("trunkline.digest", "SHA-256,MD5").toUpperCase(Locale.ROOT);
            var chosen = Stream.of(DigestAlgorithm.values())
                    .filter(a -> List.of(text.split("\\s*,\\s*")).contains(a.token())).toList();
            if (!chosen.isEmpty() && chosen.size() == text.split(",").length)
                return chosen;
            throw new BadSetting("trunkline.digest", "trunkline.digest is \"" + text
                    + "\": must be SHA-256, MD5 or SHA-256,MD5");
        }
    }
}
