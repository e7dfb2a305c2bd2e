package org.trunkline.media.rtp.internal;

import java.lang.reflect.Proxy;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.trunkline.domain.part.PartFailure;
import org.trunkline.domain.part.PartWarning;
import org.trunkline.engine.component.Registrations;
import org.trunkline.engine.port.media.CodecTable;
import org.trunkline.engine.port.media.Media;
import org.trunkline.engine.port.media.PluginCodecs;
import org.trunkline.media.audio.codec.AudioCodecs;
import org.trunkline.media.rtp.internal.net.Sockets;

/**
 * Offers the relay as {@link Media}, or says why it cannot as a {@link PartFailure}. The services are registered by
 * hand because which of the two there will be is known only after trying.
 */
@Component(immediate = true, service = {}, configurationPid = "org.trunkline.media.rtp",
        configurationPolicy = ConfigurationPolicy.REQUIRE)
public final class MediaComponent {

    /** Media relay. */
    public @interface Config {
        /** IP addresses to bind, parted by commas; 0.0.0.0 for all of this machine. */
        String bindAddress() default "127.0.0.1";

        /** Lowest UDP port, 1024 to 65534. */
        int portMin() default 10000;

        /** Highest UDP port, above portMin, to 65535; a call with one media line takes four ports. */
        int portMax() default 49999;

        /** Seconds without a packet from either side after which a call is ended, 5 to 86400. */
        int silenceSeconds() default 60;

        /** Whether the node sends RTCP of its own to a side that gets none from the other one. */
        boolean reports() default true;

        /** Addresses that a NAT in front of the node has for it, one of a family, separated by commas: told to browsers too. */
        String publicAddress() default "";

        /** Whether sides may be browsers: ICE and DTLS-SRTP. */
        boolean webRtc() default false;

        /** TCP port for browsers whose network lets no UDP through, on all of bindAddress; 0 for any free one, -1 for none. */
        int tcpPort() default -1;

        /** Calls at once whose codecs the node converts, to 10000; 0 for none, -1 for as many as the cores can do. */
        int conversions() default -1;

        /** Seconds from one tone to the next that the parties hear of a call that is listened to, 5 to 60. */
        int consentToneSeconds() default 15;
    }

    /** Of a phone's relay: what differs from the defaults. It converts nothing, and two ports a side serve a line of a call. */
    private static final Map<String, Object> PHONE = Map.of("bindAddress", "0.0.0.0", "portMin", 50_000, "portMax", 59_999, "webRtc", true,
            "conversions", 0);

    private static final Logger log = LoggerFactory.getLogger(MediaComponent.class);

    private final BundleContext context;
    private final CodecTable codecs;
    private final AudioCodecs audio;
    private final PluginCodecs plugins;
    private @Nullable RtpMedia media;
    private Registrations registrations;

    @Activate
    public MediaComponent(BundleContext context, @Reference CodecTable codecs, @Reference PluginCodecs plugins, Config config) {
        this.context = context;
        this.codecs = codecs;
        this.plugins = plugins;
        audio = AudioCodecs.standard();
        registrations = new Registrations(context);
        start(config);
    }

    static Config ofPhone() {
        return (Config) Proxy.newProxyInstance(Config.class.getClassLoader(), new Class<?>[] {Config.class},
                (_, method, _) -> PHONE.getOrDefault(method.getName(), method.getDefaultValue()));
    }

    private void start(Config config) {
        try {
            var sockets = Sockets.best();
            var relay = new RtpMedia(config, sockets, System::nanoTime, InstantSource.system(), codecs, audio, plugins);
            log.info("media uses {}", sockets);
            media = relay;
            registrations.add(Media.class, relay);
            registrations.add(PartWarning.Source.class, relay::warnings);
        } catch (IllegalArgumentException | IllegalStateException e) {
            registrations.add(PartFailure.class, new PartFailure("media-settings",
                    config.bindAddress() + " " + config.portMin() + "-" + config.portMax(),
                    List.of(e.getMessage()), e.getMessage()));
        }
    }

    /** New calls get the new settings; those in progress keep theirs. Bad ones change nothing. */
    @Modified
    void modified(Config config) {
        if (media != null) {
            media.modified(config);
        } else {
            registrations.close();
            registrations = new Registrations(context);
            start(config);
        }
    }

    @Deactivate
    void deactivate() {
        registrations.close();
        if (media != null)
            media.close();
        media = null;
    }
}
