package org.trunkline.ui.contribution;

import java.util.List;
import java.util.Optional;

import org.eclipse.core.runtime.IProgressMonitor;
import org.eclipse.core.runtime.Status;
import org.eclipse.core.runtime.jobs.Job;
import org.eclipse.jface.action.Action;
import org.eclipse.jface.action.IMenuManager;
import org.eclipse.jface.action.Separator;
import org.eclipse.swt.widgets.Control;
import org.eclipse.ui.IWorkbenchWindow;
import org.eclipse.ui.PlatformUI;
import org.trunkline.ui.ActiveNode;
import org.trunkline.ui.NodeJobs;
import org.trunkline.ui.Texts;
import org.trunkline.ui.UiThread;
import org.trunkline.ui.extension.ActionOutcome;
import org.trunkline.ui.extension.ActionTarget;
import org.trunkline.ui.extension.SelectionAction;
import org.trunkline.ui.internal.StatusWords;

/** The contributed actions of one kind of selection in a context menu. UI thread only. */
public final class ActionMenu {
    private static final int MOST = 10_000;

    private final Texts texts = Texts.of(ActionMenu.class);
    private final String selection;
    private final ActiveNode active;
    private final Control owner;

    /**
     * @param selection {@code calls}, {@code records} or {@code entries}
     * @param owner nothing is said once it is disposed
     */
    public ActionMenu(String selection, ActiveNode active, Control owner) {
        this.selection = selection;
        this.active = active;
        this.owner = owner;
    }

    /** Adds them where something is selected. */
    public void fill(IMenuManager menu, List<? extends ActionTarget> selected) {
        if (selected.isEmpty())
            return;
        var actions = Contributions.of("actions", "action", SelectionAction.class).stream()
                .filter(action -> action.attribute("selection").equals(Optional.of(selection)))
                .filter(action -> selected.size() == 1 || !action.attribute("multiple").equals(Optional.of("false"))).toList();
        if (actions.isEmpty())
            return;
        menu.add(new Separator("org.trunkline.ui.actions"));
        List<ActionTarget> targets = selected.stream().limit(MOST).<ActionTarget>map(target -> target).toList();
        actions.forEach(action -> menu.add(item(action, targets)));
    }

    private Action item(Contribution<SelectionAction> action, List<ActionTarget> targets) {
        return new Action(action.label().replace("&", "&&")) {
            @Override
            public void run() {
                Job.create(action.label(), (IProgressMonitor monitor) -> {
                    perform(action, targets);
                    return Status.OK_STATUS;
                }).schedule();
            }
        };
    }

    private void perform(Contribution<SelectionAction> action, List<ActionTarget> targets) {
        try {
            SelectionAction made = action.create();
            ActionOutcome outcome = action.guard(() -> NodeJobs.asAuthor(() -> made.run(targets, active.node())));
            UiThread.post(owner, () -> finish(action, outcome));
        } catch (ContributionException e) {
            UiThread.post(owner, () -> sayError(e));
        }
    }

    private void finish(Contribution<SelectionAction> action, ActionOutcome outcome) {
        try {
            action.guard(() -> {
                outcome.then().run();
                return outcome;
            });
            if (!outcome.said().isEmpty())
                StatusWords.say(window(), outcome.said());
        } catch (ContributionException e) {
            sayError(e);
        }
    }

    private void sayError(ContributionException e) {
        StatusWords.error(window(), texts.get("action.failed", e.getMessage()));
    }

    private static IWorkbenchWindow window() {
        return PlatformUI.getWorkbench().getActiveWorkbenchWindow();
    }
}
