package org.trunkline.ui.trunks.internal.model;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

import org.eclipse.core.runtime.jobs.Job;
import org.eclipse.swt.widgets.Control;
import org.trunkline.api.FieldError;
import org.trunkline.ui.NodeJobs;
import org.trunkline.ui.UiThread;
import org.trunkline.ui.form.FormValues;

/** What the node says against what is typed, asked once a moment passes without a letter. UI thread only. */
public final class NodeCheck {
    private static final int TYPING_PAUSE_MS = 250;

    /** What is typed now. */
    public record Question(Editing<?, ?> editing, FormValues values) {}

    private final NodeJobs jobs;
    private final Control owner;
    private final String title;
    private Optional<Job> running = Optional.empty();
    private List<FieldError> errors = List.of();
    private int typed;

    public NodeCheck(NodeJobs jobs, Control owner, String title) {
        this.jobs = jobs;
        this.owner = owner;
        this.title = title;
    }

    public List<FieldError> errors() {
        return errors;
    }

    /** What is known now: nothing, or what the node said as it refused to save. */
    public void set(List<FieldError> known) {
        errors = known;
    }

    /** @param now asked for after the pause, empty where there is nobody to ask @param answered told of new errors */
    public void typed(Supplier<Optional<Question>> now, Runnable answered) {
        errors = List.of();
        running.ifPresent(Job::cancel);
        int mine = ++typed;
        UiThread.later(owner, TYPING_PAUSE_MS, () -> {
            if (mine == typed)
                now.get().ifPresent(question -> ask(question, now, answered));
        });
    }

    private void ask(Question question, Supplier<Optional<Question>> now, Runnable answered) {
        running = Optional.of(jobs.read(title, (node, monitor) -> question.editing().checkAtNode(node, question.values()),
                found -> {
                    if (now.get().equals(Optional.of(question))) {
                        errors = found;
                        answered.run();
                    }
                }, failure -> { }));
    }
}
