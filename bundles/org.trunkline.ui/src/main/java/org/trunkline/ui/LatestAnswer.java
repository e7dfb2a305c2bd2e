package org.trunkline.ui;

import java.util.function.Consumer;

/**
 * Answers to questions about one thing that overlap: one that comes after a newer one is dropped, as are those of a node that is not
 * shown any more. An answer is told although there is a newer question, or frequent questions would keep all from being told. UI thread only.
 */
public final class LatestAnswer {
    private long asked;
    private long told;

    /** A question that is asked now. */
    public Question ask() {
        return new Question(++asked);
    }

    /** Answers to what was asked so far are not wanted any more. */
    public void drop() {
        told = asked;
    }

    public final class Question {
        private final long number;

        private Question(long number) {
            this.number = number;
        }

        /** The same for an answer, unless it is to be dropped. */
        public <T> Consumer<T> told(Consumer<T> listener) {
            return answer -> {
                if (number <= told)
                    return;
                told = number;
                listener.accept(answer);
            };
        }
    }
}
