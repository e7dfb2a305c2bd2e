package org.trunkline.ui;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

import org.junit.jupiter.api.Test;

class LatestAnswerTest {
    private final LatestAnswer answers = new LatestAnswer();
    private final List<String> shown = new ArrayList<>();

    private Consumer<String> ask() {
        return answers.ask().told(shown::add);
    }

    @Test
    void answersAreToldInTheOrderOfTheirQuestions() {
        var first = ask();
        var second = ask();
        first.accept("first");
        second.accept("second");
        assertEquals(List.of("first", "second"), shown);
    }

    @Test
    void anAnswerAfterANewerOneIsDropped() {
        var first = ask();
        var second = ask();
        second.accept("second");
        first.accept("first");
        ask().accept("third");
        assertEquals(List.of("second", "third"), shown);
    }

    @Test
    void aFailureIsDroppedAsWell() {
        var first = answers.ask();
        ask().accept("second");
        first.told((Failure failure) -> shown.add(failure.message())).accept(new Failure("no answer", Instant.EPOCH, new Exception()));
        assertEquals(List.of("second"), shown);
    }

    /** Of the node that was shown before. */
    @Test
    void whatWasAskedBeforeItIsDroppedIsNotTold() {
        var first = ask();
        answers.drop();
        var second = ask();
        first.accept("first");
        assertEquals(List.of(), shown);
        second.accept("second");
        assertEquals(List.of("second"), shown);
    }
}
