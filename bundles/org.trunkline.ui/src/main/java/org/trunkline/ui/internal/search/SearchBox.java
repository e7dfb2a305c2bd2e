package org.trunkline.ui.internal.search;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.eclipse.core.runtime.Status;
import org.eclipse.core.runtime.jobs.Job;
import org.eclipse.jface.layout.GridDataFactory;
import org.eclipse.jface.layout.GridLayoutFactory;
import org.eclipse.swt.SWT;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Control;
import org.eclipse.swt.widgets.Text;
import org.eclipse.ui.PlatformUI;
import org.eclipse.ui.menus.WorkbenchWindowControlContribution;
import org.trunkline.ui.ActiveNode;
import org.trunkline.ui.DeskCommands;
import org.trunkline.ui.Texts;
import org.trunkline.ui.UiThread;
import org.trunkline.ui.contribution.Finders;
import org.trunkline.ui.extension.Found;
import org.trunkline.ui.internal.StatusWords;
import org.trunkline.ui.look.AccessibleName;
import org.trunkline.ui.look.ChoicePopup;
import org.trunkline.ui.look.ChoicePopup.Choice;

/**
 * Finds everything while somebody types: numbers, entries, calls, records, commands, guides. Enter opens the chosen result, or
 * the first; an answer to a text that has changed meanwhile is dropped. UI thread only.
 */
public final class SearchBox extends WorkbenchWindowControlContribution {
    /** The field is found by this by {@link FocusSearchHandler}. */
    static final String KEY = "org.trunkline.ui.search";
    private static final int SETTLE_MS = 120;
    private static final int MOST = 5;
    private static final int WIDTH = 190; // of its hint, with the icon

    private final Texts texts = Texts.of(StatusWords.class);
    private final Finders finders = new Finders();

    @Override
    protected Control createControl(Composite parent) {
        var box = new Composite(parent, SWT.NONE);
        GridLayoutFactory.fillDefaults().extendedMargins(12, 4, 2, 2).applyTo(box);
        var field = new Text(box, SWT.SEARCH | SWT.ICON_SEARCH | SWT.ICON_CANCEL);
        field.setMessage(texts.get("search.hint"));
        field.setToolTipText(texts.get("search.tip"));
        AccessibleName.of(field, texts.get("search.hint"));
        field.setData(KEY, Boolean.TRUE);
        GridDataFactory.fillDefaults().hint(WIDTH, SWT.DEFAULT).align(SWT.FILL, SWT.CENTER).grab(true, true)
                .applyTo(field);
        new Results(field).install();
        return box;
    }

    /** The field with the list below it. */
    private final class Results {
        private final Text field;
        private final ActiveNode active = PlatformUI.getWorkbench().getService(ActiveNode.class);
        private final ChoicePopup popup;
        private List<Found> shown = List.of();
        private int turn;
        private boolean enter;

        Results(Text field) {
            this.field = field;
            popup = new ChoicePopup(field, this::open);
        }

        void install() {
            field.addListener(SWT.Modify, e -> typed());
            field.addListener(SWT.KeyDown, popup::pressed);
            field.addListener(SWT.DefaultSelection, e -> {
                if (e.detail != SWT.CANCEL && !field.getText().isBlank())
                    entered();
            });
            field.addListener(SWT.Dispose, e -> finders.forget());
        }

        private void typed() {
            int mine = ++turn;
            enter = false;
            finders.forget();
            shown = List.of();
            if (field.getText().isBlank()) {
                popup.close();
                return;
            }
            UiThread.later(field, SETTLE_MS, () -> {
                if (mine == turn)
                    find(mine);
            });
        }

        /** In a job: finders are made by the bundles that bring them, which may have to start. */
        private void find(int mine) {
            String text = field.getText().strip();
            var job = Job.create(text, monitor -> {
                finders.find(text, MOST, active.node(), answer -> UiThread.post(field, () -> {
                    if (mine == turn)
                        show(answer);
                }));
                return Status.OK_STATUS;
            });
            job.setSystem(true);
            job.setPriority(Job.INTERACTIVE);
            job.schedule();
        }

        private void show(Finders.Answer answer) {
            Optional<Found> chosen = Optional.of(popup.selected()).filter(i -> popup.isOpen() && i >= 0 && i < shown.size())
                    .map(shown::get);
            var all = new ArrayList<Found>();
            var choices = new ArrayList<Choice>();
            for (Finders.Group group : answer.groups()) {
                String head = group.label();
                for (Found found : group.found()) {
                    all.add(found);
                    choices.add(new Choice(head, found.title(), found.detail()));
                    head = "";
                }
            }
            shown = List.copyOf(all);
            if (enter && answer.certain() > 0) {
                open(0);
                return;
            }
            if (shown.isEmpty() && answer.complete())
                choices.add(new Choice("", texts.get("search.none"), ""));
            if (field.isFocusControl())
                popup.openChoices(choices, field.getSize().x);
            chosen.map(shown::indexOf).ifPresent(popup::select);
        }

        /** Before the first result is certain, Enter waits for it. */
        private void entered() {
            if (popup.isOpen() && !shown.isEmpty())
                open(Math.max(0, popup.selected()));
            else
                enter = true;
        }

        private void open(int index) {
            if (index >= shown.size())
                return;
            Found found = shown.get(index);
            turn++;
            enter = false;
            finders.forget();
            popup.close();
            shown = List.of();
            field.setText(""); // what was found is shown from here on, and changes there
            DeskCommands.run(PlatformUI.getWorkbench(), found.command(), found.parameters());
        }
    }
}
