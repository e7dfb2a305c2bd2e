package org.trunkline.ui.trunks.internal.change;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

import org.eclipse.swt.widgets.Shell;
import org.trunkline.api.NodeUnavailableException;
import org.trunkline.api.config.Author;
import org.trunkline.api.config.ChangeLog;
import org.trunkline.api.config.LoggedChange;
import org.trunkline.api.config.SaveResult;
import org.trunkline.api.config.TakenBack;
import org.trunkline.api.node.Node;
import org.trunkline.ui.NodeJobs;
import org.trunkline.ui.Texts;
import org.trunkline.ui.dialog.Question;

/** Takes changes back, after a question that names them. UI thread only. */
final class TakeBack {
    private final NodeJobs jobs;
    private final Consumer<String> say;
    private final Consumer<String> sayError;
    private final Texts texts = Texts.of(TakeBack.class);
    private ChangeText words = new ChangeText(AddedWords.none());

    TakeBack(NodeJobs jobs, Consumer<String> say, Consumer<String> sayError) {
        this.jobs = jobs;
        this.say = say;
        this.sayError = sayError;
    }

    /** Words of changes from now on. */
    void say(ChangeText now) {
        words = now;
    }

    private record Last(Optional<LoggedChange> change, AddedWords added) {}

    /** Takes back the last change by the user of this desk that is still in force; none before it where that one stays. */
    void last(Shell shell) {
        jobs.run(texts.get("undo.looking"), (node, _) -> new Last(lastOfMine(node), AddedWords.of(node)), last -> {
            words = new ChangeText(last.added());
            last.change().ifPresentOrElse(change -> {
                if (change.canBeTakenBack())
                    of(shell, change);
                else
                    sayError.accept(words.whyNot(change).orElseGet(() -> texts.get("undo.not-here", words.action(change),
                            words.subject(change))));
            }, () -> say.accept(texts.get("undo.none")));
        }, failure -> sayError.accept(failure.message()));
    }

    private static Optional<LoggedChange> lastOfMine(Node node) throws NodeUnavailableException {
        String me = Author.current().orElse("");
        return LastChange.by(me, node.changeLog().list(me, Optional.empty(), ChangeLog.MAX_PAGE).items());
    }

    /** Asks, then takes it back, or all that was changed with it. */
    void of(Shell shell, LoggedChange change) {
        var one = new Question.Answer(texts.get("take-back"), () -> now(change, false));
        var all = new Question.Answer(texts.get("take-back.all", change.together()), () -> now(change, true));
        Question.ask(shell, texts.get("take-back"), texts.get("take-back.sure", words.line(change)),
                change.together() > 1 ? List.of(all, one) : List.of(one), texts.get("take-back.keep"));
    }

    private void now(LoggedChange change, boolean together) {
        jobs.run(texts.get("taking-back", words.subject(change)), (node, _) -> node.changeLog().takeBack(change.id(), together), result -> {
            if (result instanceof SaveResult.Saved<TakenBack>(var done))
                say.accept(said(change, together, done));
            else
                words.refusal(result).ifPresent(sayError);
        }, failure -> sayError.accept(failure.message()));
    }

    private String said(LoggedChange change, boolean together, TakenBack done) {
        String said = together ? texts.get("taken-back.all", done.changes().size())
                : texts.get("taken-back", words.subject(change), words.what(change));
        return words.restart(done).map(restart -> said + " " + restart).orElse(said);
    }
}
