package org.trunkline.ui.dialog;

import java.util.List;
import java.util.stream.Stream;

import org.eclipse.jface.dialogs.MessageDialog;
import org.eclipse.swt.widgets.Shell;

/**
 * A question in a dialog: each answer runs its action, and Cancel or Escape runs none. The desk keeps running while it is
 * open. UI thread only.
 */
public final class Question {
    /** @param label a verb: {@code Hang up} */
    public record Answer(String label, Runnable action) {}

    private Question() {}

    /** Opens the question and returns at once. @param cancel the label of the answer that changes nothing */
    public static void ask(Shell shell, String title, String text, List<Answer> answers, String cancel) {
        String[] labels = Stream.concat(answers.stream().map(Answer::label), Stream.of(cancel)).toArray(String[]::new);
        var dialog = new MessageDialog(shell, title, null, text, MessageDialog.QUESTION, labels.length - 1, labels) {
            @Override
            protected void buttonPressed(int button) {
                super.buttonPressed(button);
                if (button < answers.size())
                    answers.get(button).action().run();
            }
        };
        dialog.setBlockOnOpen(false);
        dialog.open();
    }
}
