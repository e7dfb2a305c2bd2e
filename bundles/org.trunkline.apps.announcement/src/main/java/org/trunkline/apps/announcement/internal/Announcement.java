package org.trunkline.apps.announcement.internal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.trunkline.domain.cdr.Cause;
import org.trunkline.spi.LocalizedText;
import org.trunkline.spi.call.CallApplication;
import org.trunkline.spi.call.CallCommand;
import org.trunkline.spi.call.CallCommand.Audio;
import org.trunkline.spi.call.CallEvent;

/**
 * Lets callers of unassigned numbers hear so before the call is refused: early media, then 404. A routing policy may hand
 * other calls to it too. It keeps nothing of a call, so that a restart changes nothing.
 */
@Component(configurationPid = "org.trunkline.apps.announcement", configurationPolicy = ConfigurationPolicy.REQUIRE)
public final class Announcement implements CallApplication {

    /** Announcement. */
    public @interface Config {
        /** {@code no}: unassigned numbers are refused at once; {@code tone}; or the path of a WAV file. */
        String unassigned() default "no";
    }

    private static final Logger LOG = LoggerFactory.getLogger(Announcement.class);
    private static final String NAME = "announcement";
    private static final LocalizedText LABEL = LocalizedText.of("Announcement", "Meddelande", "语音通知", "Pengumuman");
    private static final Audio TONE = new Audio.Tone("unobtainable");
    /** The three rising tones take two seconds. */
    private static final int TURNS = 3;

    private final ApplicationInfo info;
    private final CallCommand play;

    @Activate
    public Announcement(Config config) {
        boolean off = config.unassigned().equals("no");
        info = new ApplicationInfo(NAME, LABEL, off ? List.of() : List.of(Occasion.UNASSIGNED_NUMBER), Otherwise.ROUTE);
        play = off || config.unassigned().equals("tone") ? tone() : file(Path.of(config.unassigned()));
    }

    private static CallCommand tone() {
        return new CallCommand.Play("play", TONE, TURNS);
    }

    private static CallCommand file(Path file) {
        try {
            return new CallCommand.Play("play", new Audio.Wave(Files.readAllBytes(file)), 1);
        } catch (IOException e) {
            LOG.error("The announcement {} cannot be read, so the node plays a tone instead: {}", file, e.toString());
            return tone();
        }
    }

    @Override
    public ApplicationInfo info() {
        return info;
    }

    @Override
    public List<CallCommand> on(CallEvent event) {
        return switch (event) {
            case CallEvent.Offered _ -> List.of(new CallCommand.EarlyMedia("early"), play);
            // it was heard, cannot be heard, or the caller has heard the beginning
            case CallEvent.PlaybackEnded _, CallEvent.CommandFailed _, CallEvent.Resumed _ ->
                List.of(new CallCommand.HangUp("end", Cause.NOT_FOUND));
            case CallEvent.Answered _, CallEvent.Digit _, CallEvent.Gathered _, CallEvent.Recorded _, CallEvent.Bridged _,
                    CallEvent.HungUp _ -> List.of();
        };
    }
}
