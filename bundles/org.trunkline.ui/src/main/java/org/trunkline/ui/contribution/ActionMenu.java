package org.trunkline.ui.contribution;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

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

/** The contributed actions on what is selected in a table: in its context menu, and by keys. UI thread only. */
public final class ActionMenu {
    private static final int MOST = 10_000;
    private static final String DATA = ActionMenu.class.getName();

    private final Texts texts = Texts.of(ActionMenu.class);
    private final String selection;
    private final ActiveNode active;
    private final Control owner;
    private final Supplier<List<? extends ActionTarget>> selected;

    /**
     * @param selection {@code calls}, {@code records} or {@code entries}
     * @param owner the table; nothing is said once it is disposed
     * @param selected in it now
     */
    public ActionMenu(String selection, ActiveNode active, Control owner, Supplier<List<? extends ActionTarget>> selected) {
        this.selection = selection;
        this.active = active;
        this.owner = owner;
        this.selected = selected;
        owner.setData(DATA, this);
    }

    /** Of the table that the control is in. */
    static Optional<ActionMenu> around(Control control) {
        for (Control at = control; at != null; at = at.getParent())
            if (at.getData(DATA) instanceof ActionMenu menu)
                return Optional.of(menu);
        return Optional.empty();
    }

    /** Adds them where something is selected. */
    public void fill(IMenuManager menu) {
        var targets = targets();
        var actions = fitting(targets);
        if (actions.isEmpty())
            return;
        menu.add(new Separator("org.trunkline.ui.actions"));
        actions.forEach(action -> menu.add(item(action, targets)));
    }

    /** Does one of them; nothing where it does not fit what is selected. */
    void run(String id) {
        var targets = targets();
        fitting(targets).stream().filter(action -> action.id().equals(id)).findFirst()
                .ifPresent(action -> start(action, targets));
    }

    private List<ActionTarget> targets() {
        return selected.get().stream().limit(MOST).<ActionTarget>map(target -> target).toList();
    }

    private List<Contribution<SelectionAction>> fitting(List<ActionTarget> targets) {
        return targets.isEmpty() ? List.of() : ActionCommands.actions().stream()
                .filter(action -> action.attribute("selection").equals(Optional.of(selection)))
                .filter(action -> targets.size() == 1 || !action.attribute("multiple").equals(Optional.of("false")))
                .filter(action -> action.attribute("kinds").isEmpty()
                        || targets.stream().allMatch(target -> isOf(action.attribute("kinds").get(), target))).toList();
    }

    private static boolean isOf(String kinds, ActionTarget target) {
        return target instanceof ActionTarget.OfEntry(var entry)
                && Arrays.stream(kinds.split(",")).map(String::strip).anyMatch(entry.kind()::equals);
    }

    private Action item(Contribution<SelectionAction> action, List<ActionTarget> targets) {
        var item = new Action(action.label().replace("&", "&&")) {
            @Override
            public void run() {
                start(action, targets);
            }
        };
        if (!action.id().isEmpty())
            item.setActionDefinitionId(action.id()); // shows its key
        return item;
    }

    private void start(Contribution<SelectionAction> action, List<ActionTarget> targets) {
        Job.create(action.label(), (IProgressMonitor monitor) -> {
            perform(action, targets);
            return Status.OK_STATUS;
        }).schedule();
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
