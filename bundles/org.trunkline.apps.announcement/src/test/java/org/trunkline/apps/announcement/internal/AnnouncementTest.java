package org.trunkline.apps.announcement.internal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.lang.annotation.Annotation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.trunkline.domain.call.CallId;
import org.trunkline.domain.call.Direction;
import org.trunkline.domain.call.Party;
import org.trunkline.domain.cdr.Cause;
import org.trunkline.spi.call.CallApplication.Occasion;
import org.trunkline.spi.call.CallCommand;
import org.trunkline.spi.call.CallCommand.Audio;
import org.trunkline.spi.call.CallEvent;
import org.trunkline.spi.testkit.CallApplicationContract;

class AnnouncementTest extends CallApplicationContract {
    private static final CallId CALL = CallId.next(Instant.EPOCH, new Random(1));

    private static Announcement configured(String unassigned) {
        return new Announcement(new Announcement.Config() {
            @Override
            public Class<? extends Annotation> annotationType() {
                return Announcement.Config.class;
            }

            @Override
            public String unassigned() {
                return unassigned;
            }
        });
    }

    @Override
    protected Announcement application() {
        return configured("tone");
    }

    private static List<CallCommand> offered(Announcement announcement) {
        return announcement.on(new CallEvent.Offered(CALL, 1, Direction.INBOUND, Party.of("1"), Party.of("2"), ""));
    }

    @Test
    void theToneIsHeardAndTheCallRefused() {
        var announcement = configured("tone");
        assertEquals(List.of(Occasion.UNASSIGNED_NUMBER), announcement.info().takes());
        assertEquals(List.of(new CallCommand.EarlyMedia("early"),
                new CallCommand.Play("play", new Audio.Tone("unobtainable"), 3)), offered(announcement));
        assertEquals(List.of(new CallCommand.HangUp("end", Cause.NOT_FOUND)),
                announcement.on(new CallEvent.PlaybackEnded(CALL, 2, "play", true)));
    }

    @Test
    void aFileIsPlayedOnce(@TempDir Path folder) throws Exception {
        var file = Files.write(folder.resolve("sorry.wav"), new byte[] {1, 2, 3});
        var play = assertInstanceOf(CallCommand.Play.class, offered(configured(file.toString())).getLast());
        assertArrayEquals(new byte[] {1, 2, 3}, assertInstanceOf(Audio.Wave.class, play.audio()).bytes());
        assertEquals(1, play.times());
    }

    @Test
    void whereNothingCanBeHeardTheCallIsRefusedAtOnce() {
        assertEquals(List.of(new CallCommand.HangUp("end", Cause.NOT_FOUND)),
                configured("tone").on(new CallEvent.CommandFailed(CALL, 2, "early", "no codec")));
    }

    @Test
    void offItTakesNoCallsOfItsOwn() {
        assertEquals(List.of(), configured("no").info().takes());
    }
}
