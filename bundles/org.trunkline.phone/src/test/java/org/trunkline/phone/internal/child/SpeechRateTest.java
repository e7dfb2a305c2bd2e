package org.trunkline.phone.internal.child;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;

import org.junit.jupiter.api.Test;

class SpeechRateTest {
    private final SpeechRate rate = new SpeechRate();

    /** @return what is sent after each report, in kbit/s; 0 for the library's own choice */
    private List<Integer> after(double... losses) {
        return DoubleStream.of(losses).mapToObj(it -> rate.next(it).orElse(0) / 1000).toList();
    }

    @Test
    void goesDownAtOnceAndUpInSteps() {
        assertEquals(List.of(0, 0, 24, 16, 16), after(0, 0.029, 0.03, 0.1, 0.5));
        assertEquals(List.of(16, 16, 24, 24, 24, 0, 0), after(0, 0, 0, 0, 0, 0, 0));
        assertEquals(List.of(16), after(0.2), "both steps at once");
    }

    /** A link that is full would be filled again. */
    @Test
    void staysDownWhileAnyIsLost() {
        after(0.1);
        for (int i = 0; i < 10; i++)
            assertEquals(List.of(16, 16, 16), after(0, 0, 0.01));
        assertEquals(List.of(16, 16), after(0.05, 0.02), "from 16 up only when it is calm");
        after(0, 0, 0);
        assertEquals(Arrays.asList(24, 24, 24, 16), after(0.02, 0.05, 0.09, 0.11));
    }
}
