package org.trunkline.node.internal.phone;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.trunkline.api.phone.Provisioning;
import org.trunkline.api.phone.ProvisioningFile;
import org.trunkline.domain.config.Srtp;
import org.trunkline.domain.config.Transport;
import org.trunkline.domain.format.Xml;

/** The makes of phones that there are files for: which names they ask for, and how they spell transport and SRTP. */
enum PhoneMake {
    YEALINK("Yealink", new Names("phone.cfg", Names.MAC + "\\.cfg"), new Spelling("0", "1", "2"),
            new Spelling("0", "1", "2")),
    POLY("Poly", new Names("phone.cfg", Names.MAC + "\\.cfg"), new Spelling("UDPOnly", "TCPOnly", "TLS"), new Spelling("0", "1", "1")) {
        /** A phone asks for the file of its hardware address first, which names the other. */
        @Override
        String template(String file) {
            return file.equals("phone.cfg") ? "poly.xml" : "poly-master.xml";
        }

        /** An absent parameter falls back to its default: the phone would lose the password. */
        @Override
        boolean keepsAbsent() {
            return false;
        }
    },
    SNOM("snom", new Names("settings.xml", "snom[0-9A-Za-z-]{0,30}\\.(htm|xml)"), new Spelling("udp", "tcp", "tls"),
            new Spelling("off", "optional", "mandatory")),
    GRANDSTREAM("Grandstream", new Names("cfg.xml", "cfg" + Names.MAC + "\\.xml"), new Spelling("0", "1", "2"),
            new Spelling("0", "1", "2")),
    CISCO("Cisco MPP", new Names("settings.xml", "(spa)?[0-9A-Za-z-]{1,30}\\.(xml|cfg)"), new Spelling("UDP", "TCP", "TLS"),
            new Spelling("Optional", "Optional", "Strict")),
    LINPHONE("Linphone", new Names("linphone.xml", ""), new Spelling("udp", "tcp", "tls"), new Spelling("none", "srtp", "srtp"));

    private static final Pattern PLACE = Pattern.compile("\\{\\{([a-zA-Z]+)}}");
    private static final String PASSWORD = "{{password}}";
    private static final String XML = "text/xml; charset=utf-8";
    private static final String TEXT = "text/plain; charset=utf-8";

    /** @param direct where the phone is given the whole URL @param asked what the phone makes of its own hardware address */
    private record Names(String direct, String asked) {
        static final String MAC = "[0-9a-fA-F]{12}";
    }

    /** Three words: UDP, TCP and TLS, or SRTP off, offered and required. */
    record Spelling(String first, String second, String third) {
        String of(Transport transport) {
            return switch (transport) {
                case UDP, WS -> first;
                case TCP -> second;
                case TLS, WSS -> third;
            };
        }

        String of(Srtp srtp) {
            return switch (srtp) {
                case NEVER -> first;
                case OFFER -> second;
                case REQUIRE -> third;
            };
        }
    }

    private final String label;
    private final Names names;
    private final Spelling transports;
    private final Spelling srtp;

    PhoneMake(String label, Names names, Spelling transports, Spelling srtp) {
        this.label = label;
        this.names = names;
        this.transports = transports;
        this.srtp = srtp;
    }

    /** Of its addresses: {@code yealink}. */
    String folder() {
        return name().toLowerCase(Locale.ROOT);
    }

    Provisioning.Make shown() {
        return new Provisioning.Make(label, folder() + '/' + names.direct);
    }

    static List<Provisioning.Make> allShown() {
        return Arrays.stream(values()).map(PhoneMake::shown).toList();
    }

    /** Whose file it is. @param path {@code yealink/phone.cfg} */
    static Optional<PhoneMake> of(String path) {
        return Arrays.stream(values()).filter(make -> path.startsWith(make.folder() + '/')
                && make.has(path.substring(make.folder().length() + 1))).findFirst();
    }

    /** As a phone calls itself: {@code Yealink SIP-T46S 66.86.0.15}. */
    static Optional<PhoneMake> ofUserAgent(String userAgent) {
        var lower = userAgent.toLowerCase(Locale.ROOT);
        return Arrays.stream(values()).filter(make -> lower.contains(make.folder())).findFirst();
    }

    /** Whether the phones keep the value of a parameter that their file does not name. */
    boolean keepsAbsent() {
        return true;
    }

    boolean has(String file) {
        return file.equals(names.direct) || file.matches(names.asked);
    }

    /** Of the bundle. */
    String template(String file) {
        return folder() + (this == YEALINK ? ".cfg" : ".xml");
    }

    /** The file with the values, escaped as its format asks; without a password its line is left out. */
    ProvisioningFile write(String path, PhoneSettings settings) {
        var template = template(path.substring(folder().length() + 1));
        boolean xml = template.endsWith(".xml");
        var values = values(settings);
        var lines = settings.password().isPresent() ? read(template) : read(template).lines()
                .filter(line -> !line.contains(PASSWORD)).collect(Collectors.joining("\n", "", "\n"));
        var text = PLACE.matcher(lines).replaceAll(place -> Matcher.quoteReplacement(xml
                ? Xml.text(values.get(place.group(1))) : line(values.get(place.group(1)))));
        return new ProvisioningFile(xml ? XML : TEXT, text);
    }

    private Map<String, String> values(PhoneSettings settings) {
        var subscriber = settings.subscriber();
        var server = settings.server();
        var security = server.transport().encrypted() ? subscriber.srtp() : Srtp.NEVER; // keys go over TLS only
        return Map.ofEntries(Map.entry("user", subscriber.username()), Map.entry("password", settings.password().orElse("")),
                Map.entry("label", label(subscriber.displayName().isEmpty() ? subscriber.username() : subscriber.displayName())),
                Map.entry("host", server.host()), Map.entry("port", String.valueOf(server.port())),
                Map.entry("hostPort", PhoneUris.hostPort(server)), Map.entry("realm", settings.realm()),
                Map.entry("serverUri", PhoneUris.server(server)), Map.entry("identity", PhoneUris.identity(subscriber.username(), server)),
                Map.entry("transport", transports.of(server.transport())), Map.entry("srtp", srtp.of(security)),
                Map.entry("srtpOffered", security == Srtp.NEVER ? "0" : "1"),
                Map.entry("srtpOn", security == Srtp.NEVER ? "off" : "on"),
                Map.entry("srtpRequired", security == Srtp.REQUIRE ? "1" : "0"));
    }

    /** Phones take a semicolon for the end of some values. */
    private static String label(String text) {
        return text.replaceAll("[\\p{Cntrl};\"]", " ").strip();
    }

    private static String line(String value) {
        return value.replaceAll("[\\r\\n\\x00]", " ");
    }

    private static String read(String template) {
        try (var in = PhoneMake.class.getResourceAsStream(template)) {
            if (in == null)
                throw new IllegalStateException("no template " + template);
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
