package org.trunkline.node.internal.settings;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;
import org.trunkline.api.FieldError;
import org.trunkline.domain.config.Retention;
import org.trunkline.engine.directory.DialCodes;
import org.trunkline.engine.directory.digest.DigestAlgorithm;
import org.trunkline.node.internal.settings.declared.Declarations;

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
 * @param mediaTcp TCP port of browsers' media; 0 for any free one, -1 for none
 * @param transcoding calls at once whose codecs the node converts; -1 for as many as the cores can do
 * @param consentToneSeconds from one tone to the next in calls that are listened to
 * @param realm digest realm; passwords are made for it
 * @param anyDigestUri whether credentials may be for another URI than the request's
 * @param drain what calls in progress get when the node was asked to drain and stop
 * @param term what they get on SIGTERM
 * @param border limits of messages, sources and calls
 * @param keep how long records are kept, until somebody changes that on the desk or over the API
 * @param pseudonymKey file of the key that pseudonyms are made with
 * @param announcement what callers hear of unassigned numbers
 * @param plugins where plug-ins are offered, and whether unsigned ones may run
 * @param push messages to phones that sleep
 * @param files limits of files in text messages
 * @param region ISO 3166 code by which subscribers' national numbers are read, or empty
 */
public record NodeSettings(Path data, String bind, int sipPort, String nameServer, String enumSuffix, String httpBind, int httpPort, boolean webPhone, int rtpMin, int rtpMax,
        int silenceSeconds, boolean rtcp, boolean webRtc, String mediaPublic, int mediaTcp, int transcoding, int consentToneSeconds, String realm, String region, Duration ringTime, List<DigestAlgorithm> digest,
        boolean anyDigestUri,
        String storeUrl, String storeUser, String storePassword, TlsFiles tls, Duration drain, Duration term,
        AlertSettings alerts, DialCodes codes, BorderSettings border, Retention keep, Path pseudonymKey,
        AnnouncementSettings announcement, PluginSettings plugins, PushSettings push, FileSettings files) {
    /** A setting has a value that it must not have; the message names it, its value and what is allowed. */
    public static final class BadSetting extends Exception {
        private static final long serialVersionUID = 1L;
        private final transient FieldError error;

        BadSetting(FieldError error) {
            super(error.message());
            this.error = error;
        }

        /** @param why after the name and the value */
        BadSetting(String name, String code, String value, String why) {
            this(new FieldError(name, code, List.of(value), name + " is \"" + value + "\": " + why));
        }

        public String property() {
            return error.field();
        }

        public FieldError error() {
            return error;
        }
    }

    /** The data folder, which is known before the settings in it. @param properties gives null for what is not set */
    public static Path data(Function<String, @Nullable String> properties) throws BadSetting {
        return new SettingReader(properties).data();
    }

    /** @param properties gives null for what is not set, as the framework does */
    public static NodeSettings read(Function<String, @Nullable String> properties) throws BadSetting {
        var reader = new SettingReader(properties);
        reader.check();
        int[] ports = reader.range("trunkline.rtp.ports");
        return new NodeSettings(reader.data(), reader.addresses("trunkline.bind"),
                reader.number("trunkline.sip.port"), reader.nameServer(), reader.enumSuffix(),
                reader.address("trunkline.http.bind"), reader.number("trunkline.http.port"), reader.yes("trunkline.http.phone"), ports[0], ports[1],
                reader.number("trunkline.media.silence"), reader.yes("trunkline.media.rtcp"), reader.webRtc(),
                reader.text("trunkline.media.public").replace(" ", ""), reader.port("trunkline.media.tcp.port"), reader.transcoding(), reader.number("trunkline.listen.tone"),
                reader.text("trunkline.realm"), reader.text("trunkline.region").toUpperCase(Locale.ROOT),
                reader.seconds("trunkline.ring.seconds"), reader.digest(), reader.text("trunkline.digest.uri").equals("any"),
                reader.text("trunkline.store.url"), reader.text("trunkline.store.user"),
                reader.secret("trunkline.store.password"),
                TlsFiles.read(reader.data(), name -> Optional.of(reader.text(name)).filter(t -> !t.isEmpty()),
                        reader.secret("trunkline.tls.password"), reader.number("trunkline.tls.port")),
                reader.seconds("trunkline.drain.seconds"), reader.seconds("trunkline.term.seconds"),
                AlertSettings.read(reader), reader.codes(), BorderSettings.read(reader),
                new Retention(reader.number("trunkline.keep.records.days"), reader.number("trunkline.keep.ladders.days"),
                        reader.number("trunkline.keep.personal.days"), reader.disguise()),
                reader.path("trunkline.pseudonym.key", "pseudonym.key"), AnnouncementSettings.read(reader),
                new PluginSettings(reader.path("trunkline.plugins.catalogue", "catalogue"),
                        reader.yes("trunkline.plugins.developer")),
                PushSettings.read(reader), FileSettings.read(reader));
    }

    /**
     * All errors of these values, by the names of the settings.
     *
     * @param properties gives null for what is not set
     */
    public static List<FieldError> problems(Function<String, @Nullable String> properties) {
        var errors = new ArrayList<FieldError>();
        for (int most = Declarations.all().size(); most > 0; most--)
            try {
                read(name -> errors.stream().anyMatch(e -> e.field().equals(name)) ? null : properties.apply(name));
                return errors;
            } catch (BadSetting e) { // it is left out, and the others are looked at
                if (errors.stream().anyMatch(known -> known.field().equals(e.property())))
                    return errors;
                errors.add(e.error());
            }
        return errors;
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
}
