package org.trunkline.ui.calls.internal;

import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;

import org.eclipse.core.runtime.IProgressMonitor;
import org.eclipse.core.runtime.OperationCanceledException;
import org.eclipse.swt.SWT;
import org.eclipse.swt.widgets.Event;
import org.eclipse.swt.widgets.Shell;
import org.trunkline.api.NodeUnavailableException;
import org.trunkline.api.node.Node;
import org.trunkline.domain.call.LiveCall;
import org.trunkline.ui.NodeJobs;
import org.trunkline.ui.Texts;
import org.trunkline.ui.dialog.Question;

/** Ends live calls, after a question that names their ends: the rows of the table move. UI thread only. */
final class HangUp {
    private static final int NAMED = 8;

    private final NodeJobs jobs;
    private final Consumer<String> say;
    private final Consumer<String> sayError;
    private final Texts texts = Texts.of(HangUp.class);

    HangUp(NodeJobs jobs, Consumer<String> say, Consumer<String> sayError) {
        this.jobs = jobs;
        this.say = say;
        this.sayError = sayError;
    }

    /** Asks first, unless Shift is held. @param trigger the key or the click */
    void of(Shell shell, List<LiveCall> calls, Event trigger) {
        if (calls.isEmpty())
            return;
        if ((trigger.stateMask & SWT.SHIFT) != 0)
            now(calls);
        else
            Question.ask(shell, texts.get("live.hangup"), question(calls),
                    List.of(new Question.Answer(texts.get("live.hangup"), () -> now(calls))), texts.get("live.hangup.keep"));
    }

    private String question(List<LiveCall> calls) {
        if (calls.size() == 1)
            return texts.get("live.hangup.sure", ends(calls.getFirst()));
        String named = calls.stream().limit(NAMED).map(this::ends).collect(Collectors.joining("\n"));
        int more = calls.size() - NAMED;
        return texts.get("live.hangup.sure-many", calls.size()) + "\n\n" + named
                + (more > 0 ? "\n" + texts.get("live.hangup.more", more) : "");
    }

    private String ends(LiveCall call) {
        return texts.get("live.who", LiveCallText.name(call.from()), LiveCallText.name(call.to()));
    }

    private void now(List<LiveCall> calls) {
        LiveCall first = calls.getFirst();
        String who = calls.size() == 1 ? texts.get("live.who", first.from().normalised(), first.to().normalised())
                : texts.get("live.many", calls.size());
        jobs.run(texts.get("live.hanging-up", who), (node, monitor) -> end(node, calls, monitor),
                there -> say.accept(texts.get(there == 0 ? "live.already-over" : "live.hung-up", who)),
                failure -> sayError.accept(texts.get("live.not-hung-up", who, failure.message())));
    }

    /** One after the other, in one job. @return how many were still up */
    private static int end(Node node, List<LiveCall> calls, IProgressMonitor monitor) throws NodeUnavailableException {
        int there = 0;
        for (LiveCall call : calls) {
            if (monitor.isCanceled())
                throw new OperationCanceledException();
            there += node.calls().hangUp(call.id()) ? 1 : 0;
        }
        return there;
    }
}
