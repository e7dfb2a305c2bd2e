package org.trunkline.ui.look;

import static java.util.Objects.requireNonNull;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/** What stood in a text field before. Letters typed one after the other are one step, up to a space. No widgets. */
final class UndoHistory {
    private static final int STEPS = 200;
    private static final int MAX_CHARACTERS = 4_000_000;

    /** @param caret where it stands then */
    record State(String text, int caret) {
        State {
            requireNonNull(text);
        }
    }

    private final Deque<State> past = new ArrayDeque<>();
    private final Deque<State> future = new ArrayDeque<>();
    private State now;
    private boolean typing;

    UndoHistory(String text) {
        now = new State(text, text.length());
    }

    String text() {
        return now.text();
    }

    /** The field shows another text. @param caret behind the change */
    void changed(String text, int caret) {
        if (text.equals(now.text()))
            return;
        boolean letter = text.length() == now.text().length() + 1 && caret > 0 && caret <= text.length()
                && !Character.isWhitespace(text.charAt(caret - 1))
                && text.equals(now.text().substring(0, caret - 1) + text.charAt(caret - 1) + now.text().substring(caret - 1));
        if (!(letter && typing && caret == now.caret() + 1))
            past.push(now);
        typing = letter;
        now = new State(text, caret);
        future.clear();
        while (past.size() > STEPS || characters() > MAX_CHARACTERS)
            past.removeLast();
    }

    private long characters() {
        return past.stream().mapToLong(state -> state.text().length()).sum();
    }

    /** What to show instead; empty where there is nothing to undo. */
    Optional<State> undo() {
        return step(past, future);
    }

    Optional<State> redo() {
        return step(future, past);
    }

    private Optional<State> step(Deque<State> from, Deque<State> to) {
        if (from.isEmpty())
            return Optional.empty();
        to.push(now);
        now = from.pop();
        typing = false;
        return Optional.of(now);
    }
}
