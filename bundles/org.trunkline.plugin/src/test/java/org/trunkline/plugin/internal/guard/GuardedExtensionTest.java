package org.trunkline.plugin.internal.guard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import java.util.function.Consumer;

import org.junit.jupiter.api.Test;
import org.trunkline.domain.part.LocalizableText;
import org.trunkline.plugin.internal.link.ExtensionMethod;
import org.trunkline.plugin.internal.link.ExtensionType;
import org.trunkline.plugin.internal.link.ExtensionTypes;
import org.trunkline.plugin.internal.link.Shapes;
import org.trunkline.spi.ExtensionFailedException;
import org.trunkline.spi.ExtensionFailedException.Reason;
import org.trunkline.spi.routing.RoutingAdvice;
import org.trunkline.spi.routing.RoutingPolicy;

class GuardedExtensionTest {
    private static final ExtensionType TYPE = new ExtensionTypes(new Shapes()).find(RoutingPolicy.class.getName()).orElseThrow();
    private static final Outcome LATE = new Outcome.Late(true);

    /** Ends calls as it is told, in order; without more to tell they are answered. */
    private final class Script implements Carrier {
        final Queue<Outcome> outcomes = new ArrayDeque<>();
        final Queue<Consumer<Outcome>> running = new ArrayDeque<>();
        int asked;

        @Override
        public Outcome carry(ExtensionMethod method, Object[] arguments, long deadline, Consumer<Outcome> afterwards) {
            asked++;
            var outcome = outcomes.isEmpty() ? new Outcome.Answered(RoutingAdvice.none()) : outcomes.remove();
            if (outcome == LATE)
                running.add(afterwards);
            return outcome;
        }

        @Override
        public long oldestCall() {
            return Long.MAX_VALUE;
        }
    }

    private final List<LocalizableText> told = new ArrayList<>();
    private final Script carrier = new Script();

    private GuardedExtension extension(boolean restarted) {
        return new GuardedExtension(new GuardedExtension.Owner("p", new OwnCalls(), told::add, Patience.USUAL, restarted),
                TYPE, 0, 20, carrier, new CallCounts());
    }

    private static void call(GuardedExtension extension) throws Exception {
        extension.call(TYPE.method("advise"), new Object[] { "a question" });
    }

    private static Reason fails(GuardedExtension extension) {
        return assertThrows(ExtensionFailedException.class, () -> call(extension)).reason();
    }

    @Test
    void noCallWaitsWhileHalfOfThePlacesAreOverdue() throws Exception {
        var extension = extension(false);
        carrier.outcomes.addAll(List.of(LATE, LATE));
        assertEquals(Reason.LATE, fails(extension));
        assertEquals(Reason.LATE, fails(extension));
        for (int i = 0; i < 10; i++)
            assertEquals(Reason.LATE, fails(extension));
        assertEquals(2, carrier.asked);

        carrier.running.remove().accept(new Outcome.Gone());
        call(extension);
        assertEquals(3, carrier.asked);
    }

    @Test
    void aCallThatWasNeverBegunIsNotOverdue() throws Exception {
        var extension = extension(false);
        carrier.outcomes.addAll(List.of(new Outcome.Late(false), new Outcome.Late(false), new Outcome.Late(false)));
        for (int i = 0; i < 3; i++)
            assertEquals(Reason.LATE, fails(extension));
        call(extension);
        assertEquals(4, carrier.asked);
    }

    @Test
    void afterARestartOneCallAsksUntilItIsAnswered() throws Exception {
        var extension = extension(true);
        carrier.outcomes.addAll(Collections.nCopies(1_000, new Outcome.Late(false)));
        long begun = System.nanoTime();
        for (int i = 0; i < 1_000; i++)
            assertEquals(Reason.LATE, fails(extension));
        long most = 1 + (System.nanoTime() - begun) / 100_000_000;
        assertTrue(carrier.asked <= most, () -> carrier.asked + " asked, not " + most);

        carrier.outcomes.clear();
        carrier.asked = 0;
        var sound = extension(true);
        for (int i = 0; i < 3; i++)
            call(sound);
        assertEquals(3, carrier.asked);
    }

    @Test
    void anAnswerThatIsTooLargeStopsAtOnceThoughNobodyWaitsForIt() {
        var extension = extension(false);
        carrier.outcomes.add(LATE);
        assertEquals(Reason.LATE, fails(extension));
        assertEquals(List.of(), told);
        carrier.running.remove().accept(new Outcome.TooLarge("more than 10,000 elements"));
        assertEquals("plugin-answer-large", told.getFirst().code());

        carrier.outcomes.add(new Outcome.TooLarge("more than 10,000 elements"));
        assertEquals(Reason.FAILED, fails(extension));
        assertEquals(2, told.size());
    }
}
