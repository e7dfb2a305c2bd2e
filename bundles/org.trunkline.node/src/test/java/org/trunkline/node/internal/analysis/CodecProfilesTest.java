package org.trunkline.node.internal.analysis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.osgi.framework.Constants;
import org.trunkline.domain.quality.CodecImpairment;
import org.trunkline.domain.quality.CodecImpairment.Source;
import org.trunkline.spi.ExtensionFailedException;
import org.trunkline.spi.quality.CodecProfile;
import org.trunkline.spi.testkit.CodecProfileContract;

class CodecProfilesTest {
    private static final CodecImpairment EVS = figures(3);

    private final List<Runnable> waiting = new ArrayList<>();
    private final CodecProfiles table = new CodecProfiles(waiting::add);

    private static CodecImpairment figures(double ie) {
        return new CodecImpairment(ie, 20, Duration.ofMillis(5), Source.APPROXIMATE);
    }

    private CodecProfile add(String plugin, int ranking, CodecProfile profile) {
        table.addProfile(profile, Map.of("trunkline.plugin", plugin, Constants.SERVICE_RANKING, ranking));
        return profile;
    }

    private void read() {
        List.copyOf(waiting).forEach(Runnable::run);
        waiting.clear();
    }

    @Test
    void theOwnTableHoldsBeforeAnythingIsRead() {
        assertEquals(CodecImpairment.of("PCMA"), table.of("pcma"));
        assertTrue(table.of("EVS").isEmpty());
    }

    @Test
    void aProfileIsReadOffTheThreadThatBringsIt() {
        add("vendor", 0, () -> Map.of("EVS", EVS));
        assertTrue(table.of("EVS").isEmpty());
        read();
        assertEquals(Optional.of(EVS), table.of("evs"));
    }

    @Test
    void aPluginOverridesTheOwnTableAndTheHigherRankingWins() {
        table.addProfile(new StandardCodecs(), Map.of("trunkline.name", "G.113", Constants.SERVICE_RANKING, -1000));
        add("best", 5, () -> Map.of("OPUS", figures(1)));
        add("good", 0, () -> Map.of("OPUS", figures(2), "G729", figures(9)));
        read();
        assertEquals(Optional.of(figures(1)), table.of("OPUS"));
        assertEquals(Optional.of(figures(9)), table.of("G729"));
        assertEquals(CodecImpairment.of("GSM"), table.of("GSM"));
    }

    @Test
    void withThePluginItsFiguresGoAlsoIfItAnswersLate() {
        var profile = add("vendor", 0, () -> Map.of("EVS", EVS));
        read();
        table.removeProfile(profile);
        assertTrue(table.of("EVS").isEmpty());

        var late = add("vendor", 0, () -> Map.of("EVS", EVS));
        table.removeProfile(late);
        read();
        assertTrue(table.of("EVS").isEmpty());
    }

    @Test
    void aNewVersionIsReadAgain() {
        var now = new HashMap<>(Map.of("EVS", EVS));
        var profile = add("vendor", 0, () -> now);
        read();
        now.put("EVS", figures(4));
        table.updatedProfile(profile, Map.of("trunkline.plugin", "vendor"));
        read();
        assertEquals(Optional.of(figures(4)), table.of("EVS"));
    }

    @Test
    void aLateAnswerOfTheEarlierVersionIsDropped() {
        var answers = new ArrayDeque<>(List.of(figures(4), EVS));
        var profile = add("vendor", 0, () -> Map.of("EVS", answers.removeFirst()));
        table.updatedProfile(profile, Map.of("trunkline.plugin", "vendor"));
        waiting.reversed().forEach(Runnable::run);
        assertEquals(Optional.of(figures(4)), table.of("EVS"));
    }

    @Test
    void oneThatFailsTakesNothingFromTheOthers() {
        add("late", 1, () -> {
            throw new ExtensionFailedException("late", ExtensionFailedException.Reason.LATE, "no answer within 1 s");
        });
        add("broken", 2, () -> {
            throw new NoClassDefFoundError("x/Y");
        });
        add("vendor", 0, () -> Map.of("EVS", EVS));
        read();
        assertEquals(Optional.of(EVS), table.of("EVS"));
        assertEquals(CodecImpairment.of("PCMU"), table.of("PCMU"));
    }

    @Test
    void figuresThatCannotBeUsedAreLeftOutAndTheRestIsTaken() {
        add("vendor", 0, () -> Map.of("opus", EVS, "A B", EVS, "G729",
                new CodecImpairment(1, Double.POSITIVE_INFINITY, Duration.ZERO, Source.APPROXIMATE), "GSM",
                new CodecImpairment(1, 1, Duration.ofMinutes(1), Source.APPROXIMATE), "EVS", EVS));
        read();
        assertEquals(CodecImpairment.of("OPUS"), table.of("OPUS"));
        assertEquals(CodecImpairment.of("G729"), table.of("G729"));
        assertEquals(CodecImpairment.of("GSM"), table.of("GSM"));
        assertEquals(Optional.of(EVS), table.of("EVS"));
    }

    @Test
    void tooManyAreNone() {
        var many = new HashMap<String, CodecImpairment>();
        for (int i = 0; i <= 100; i++)
            many.put("C" + i, EVS);
        add("vendor", 0, () -> many);
        read();
        assertTrue(table.of("C1").isEmpty());
        many.remove("C100");
        add("vendor", 0, () -> many);
        read();
        assertEquals(Optional.of(EVS), table.of("C1"));
    }

    @Nested
    class OfOurs extends CodecProfileContract {
        @Override
        protected CodecProfile profile() {
            return new StandardCodecs();
        }
    }
}
