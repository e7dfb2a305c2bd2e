package org.trunkline.ui.internal.desk;

import java.util.List;
import java.util.function.Consumer;

import org.eclipse.swt.widgets.Shell;
import org.eclipse.ui.IWorkbench;
import org.trunkline.ui.Texts;
import org.trunkline.ui.UiThread;
import org.trunkline.ui.dialog.Question;
import org.trunkline.ui.internal.StatusWords;
import org.trunkline.ui.internal.parts.EmbeddedCalls;

/**
 * Closes the desk. While its own node carries calls, it asks first whether to end them, to close after the last one, or
 * to stay. UI thread only.
 */
final class Leaving {
    private static final int LOOK_MS = 500;

    private final IWorkbench workbench;
    private final EmbeddedCalls calls;
    private final Consumer<String> title;
    private final Texts texts = Texts.of(StatusWords.class);
    private State state = State.STAYING;
    private boolean asking;
    private boolean restart;

    private enum State {
        STAYING,
        /** No new calls are taken, and the desk closes after the last one. */
        WAITING,
        /** The desk closes whatever calls there are. */
        LEAVING
    }

    /** @param title shows words after the window's name; empty for none */
    Leaving(IWorkbench workbench, EmbeddedCalls calls, Consumer<String> title) {
        this.workbench = workbench;
        this.calls = calls;
        this.title = title;
    }

    /** The desk closes without a question: nobody is there to answer. */
    void unasked() {
        state = State.LEAVING;
    }

    /** @return whether the desk may close now; where not, the question is open */
    boolean mayClose(Shell shell) {
        int now = calls.count();
        if (state == State.LEAVING || now == 0)
            return true;
        if (!asking) {
            restart = RestartHandler.restarting(workbench);
            ask(shell, now);
        }
        return false;
    }

    private void ask(Shell shell, int now) {
        asking = true;
        boolean waiting = state == State.WAITING;
        var second = waiting ? new Question.Answer(texts.get("leave.stay"), this::stay)
                : new Question.Answer(texts.get("leave.wait"), () -> begin(shell));
        Question.ask(shell, texts.get("leave.title"), texts.get(waiting ? "leave.waiting" : "leave.calls", now),
                List.of(new Question.Answer(texts.get("leave.end"), this::leave), second), texts.get("leave.cancel"));
        asking = false;
    }

    private void leave() {
        state = State.LEAVING;
        if (restart)
            RestartHandler.restart(workbench);
        else
            workbench.close();
    }

    private void begin(Shell shell) {
        state = State.WAITING;
        calls.takeNoNew();
        look(shell);
    }

    private void stay() {
        state = State.STAYING;
        calls.takeNewAgain();
        title.accept("");
    }

    private void look(Shell shell) {
        if (state != State.WAITING)
            return;
        int left = calls.count();
        if (left == 0) {
            leave();
            return;
        }
        title.accept(texts.get("leave.left", left));
        UiThread.later(shell, LOOK_MS, () -> look(shell));
    }
}
