package org.trunkline.ui.view;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

import org.eclipse.core.commands.AbstractHandler;
import org.eclipse.core.commands.ExecutionEvent;
import org.eclipse.jface.viewers.ISelectionProvider;
import org.eclipse.swt.SWT;
import org.eclipse.swt.custom.StyledText;
import org.eclipse.swt.widgets.Combo;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Control;
import org.eclipse.swt.widgets.Display;
import org.eclipse.swt.widgets.Spinner;
import org.eclipse.swt.widgets.Text;
import org.eclipse.ui.PlatformUI;
import org.eclipse.ui.handlers.IHandlerActivation;
import org.eclipse.ui.handlers.IHandlerService;
import org.eclipse.ui.part.ViewPart;
import org.trunkline.api.Watch;
import org.trunkline.api.node.Node;
import org.trunkline.ui.ActiveNode;
import org.trunkline.ui.DeskCommands;
import org.trunkline.ui.NodeJobs;
import org.trunkline.ui.NodeState;
import org.trunkline.ui.NodeWatch;
import org.trunkline.ui.UiThread;
import org.trunkline.ui.look.StatePane;
import org.trunkline.ui.search.CdrNavigator;
import org.trunkline.ui.selection.SwitchedSelection;
import org.trunkline.ui.table.DataTable;

/** What the views of the desk have in common: the node, jobs, commands, and the states of a node that is not up. */
public abstract class DeskView extends ViewPart {
    private final List<Watch> watches = new ArrayList<>();
    private final List<IHandlerActivation> handlers = new ArrayList<>();
    private Optional<NodeJobs> jobs = Optional.empty();
    private Optional<Adopted> adopted = Optional.empty();
    private final SwitchedSelection selection = new SwitchedSelection();
    private Optional<DeferredView<DeskView>> content = Optional.empty();

    @Override
    public final void createPartControl(Composite parent) {
        jobs = Optional.of(new NodeJobs(active(), parent));
        parent.addListener(SWT.Dispose, e -> watches.forEach(Watch::close));
        getSite().setSelectionProvider(selection); // who listens comes before what is selected
        var filled = new DeferredView<DeskView>(parent, () -> {
            leave(); // what an attempt that failed has begun
            create(parent);
            return this;
        });
        content = Optional.of(filled);
        filled.once(view -> {
            if (getSite().getPage().getActivePart() == view)
                setFocus(); // asked for when there was nothing to give it to
        });
    }

    /** Fills the view; see {@link DeferredView}. */
    protected abstract void create(Composite parent);

    private void leave() {
        watches.forEach(Watch::close);
        watches.clear();
        handlers.forEach(handler -> handler.getHandlerService().deactivateHandler(handler));
        handlers.clear();
        adopted = Optional.empty();
    }

    /** Runs it now, or as soon as the view has been filled: for what others ask of a view that they open. */
    protected final void onceFilled(Runnable action) {
        content.ifPresent(c -> c.once(_ -> action.run()));
    }

    /** What is selected in the view, for the others. */
    protected final void select(ISelectionProvider provider) {
        selection.use(provider);
    }

    protected final ActiveNode active() {
        return getSite().getService(ActiveNode.class);
    }

    /** Jobs whose outcome is dropped once the view is closed. */
    protected final NodeJobs jobs() {
        return jobs.orElseThrow(() -> new IllegalStateException("the view has not been created"));
    }

    /** Watches the node's state until the view is closed; the listener must hop to the UI thread. */
    protected final void until(Watch watch) {
        watches.add(watch);
    }

    /** Watches something of the node shown, until the view is closed. @param begin called off the UI thread */
    protected final void watchNode(Function<Node, Watch> begin) {
        watches.add(new NodeWatch(active(), begin));
    }

    /** Clears what is shown of the former node, on the UI thread, once the desk turns to another one. */
    protected final void onOtherNode(Control owner, Runnable clear) {
        until(active().watchOther(() -> UiThread.post(owner, clear)));
    }

    /** While this view is active, the command does this. */
    protected final void handle(String command, Runnable action) {
        handleEvent(command, _ -> action.run());
    }

    /** The key goes to a spinner or an editable list itself while that has the focus: it cannot be told to copy or select. */
    private void handleOutsideFields(String command, Runnable action) {
        handlers.add(getSite().getService(IHandlerService.class).activateHandler(command, new AbstractHandler() {
            @Override
            public Object execute(ExecutionEvent event) {
                action.run();
                return null; // what the framework asks for
            }

            @Override
            public boolean isEnabled() {
                Control focus = Display.getCurrent() == null ? null : Display.getCurrent().getFocusControl();
                return !(focus instanceof Spinner || focus instanceof Combo || focus instanceof StyledText);
            }
        }));
    }

    /** As above, for an action that asks which keys were held. */
    protected final void handleEvent(String command, Consumer<ExecutionEvent> action) {
        handlers.add(getSite().getService(IHandlerService.class).activateHandler(command, new AbstractHandler() {
            @Override
            public Object execute(ExecutionEvent event) {
                action.accept(event);
                return null; // what the framework asks for
            }
        }));
    }

    /** Runs a command of {@link DeskCommands}. */
    protected final void run(String command, Map<String, String> parameters) {
        DeskCommands.run(PlatformUI.getWorkbench(), command, parameters);
    }

    /** Opens Call Records. */
    protected final void showCalls(String query) {
        getSite().getService(CdrNavigator.class).showCalls(query);
    }

    /** Makes a table the view's: selection service, Copy, Select all, Filter, Refresh. A later one takes its place. */
    protected final void adopt(DataTable<?> table, Runnable refresh) {
        select(table.selectionProvider());
        boolean first = adopted.isEmpty();
        adopted = Optional.of(new Adopted(table, refresh));
        if (!first)
            return;
        handleOutsideFields("org.eclipse.ui.edit.copy",
                () -> focusedText().ifPresentOrElse(Text::copy, () -> onTable(DataTable::copy)));
        handleOutsideFields("org.eclipse.ui.edit.selectAll",
                () -> focusedText().ifPresentOrElse(Text::selectAll, () -> onTable(DataTable::selectAll)));
        handle("org.eclipse.ui.edit.findReplace", () -> onTable(DataTable::focusFilter));
        handle("org.eclipse.ui.file.refresh", () -> adopted.ifPresent(a -> a.refresh().run()));
    }

    private record Adopted(DataTable<?> table, Runnable refresh) {}

    private void onTable(Consumer<DataTable<?>> action) {
        adopted.ifPresent(a -> action.accept(a.table()));
    }

    /** The command takes the key before the field does. */
    private Optional<Text> focusedText() {
        return Optional.ofNullable(getSite().getShell().getDisplay().getFocusControl()).filter(Text.class::isInstance)
                .map(Text.class::cast);
    }

    /** A short word on what was done, in the status line. */
    protected final void say(String message) {
        var line = getViewSite().getActionBars().getStatusLineManager();
        line.setErrorMessage(null);
        line.setMessage(message);
    }

    /** What could not be done, in the status line. */
    protected final void sayError(String message) {
        getViewSite().getActionBars().getStatusLineManager().setErrorMessage(message);
    }

    /** Shows that the node starts, is lost or is not there. @return whether it is up, and nothing was shown */
    protected final boolean whileUp(StatePane pane, NodeState state) {
        return NodePane.whileUp(pane, state, active());
    }
}
