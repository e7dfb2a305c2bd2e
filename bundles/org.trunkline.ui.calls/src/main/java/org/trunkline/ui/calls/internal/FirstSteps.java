package org.trunkline.ui.calls.internal;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

import org.eclipse.jface.layout.GridDataFactory;
import org.eclipse.jface.layout.GridLayoutFactory;
import org.eclipse.jface.resource.JFaceResources;
import org.eclipse.swt.SWT;
import org.eclipse.swt.dnd.Clipboard;
import org.eclipse.swt.dnd.TextTransfer;
import org.eclipse.swt.dnd.Transfer;
import org.eclipse.swt.program.Program;
import org.eclipse.swt.widgets.Button;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Label;
import org.eclipse.swt.widgets.Link;
import org.eclipse.ui.PlatformUI;
import org.trunkline.api.node.NodeStatus;
import org.trunkline.ui.ActiveNode;
import org.trunkline.ui.DeskCommands;
import org.trunkline.ui.NodeJobs;
import org.trunkline.ui.NodeState;
import org.trunkline.ui.Texts;
import org.trunkline.ui.look.NativeLook;
import org.trunkline.ui.look.Palette;
import org.trunkline.ui.look.StatePane;

/** From an empty node to a first call in three lines, each of which does what it says. UI thread only. */
final class FirstSteps {
    private static final int FIRST_PAGE = 1;

    private final ActiveNode active;
    private final NodeJobs jobs;
    private final Consumer<String> say;
    private final Texts texts = Texts.of(FirstSteps.class);
    private Optional<Page> page = Optional.empty();
    private Steps steps = new Steps(0, 0, "");

    private record Page(Composite owner, Link subscriber, Link phone, Link call) {}

    /** How far the user has come. @param address where phones register, {@code 192.0.2.10:5060} */
    record Steps(long subscribers, int registrations, String address) {
        /** The first listener of UDP, else the first at all. */
        static String address(List<String> listeners) {
            String first = listeners.stream().filter(l -> l.startsWith("udp ")).findFirst()
                    .orElse(listeners.isEmpty() ? "" : listeners.getFirst());
            return first.substring(first.indexOf(' ') + 1);
        }
    }

    FirstSteps(ActiveNode active, NodeJobs jobs, Consumer<String> say) {
        this.active = active;
        this.jobs = jobs;
        this.say = say;
    }

    /** Fills a pane that has no calls to show. */
    void show(StatePane pane) {
        pane.showPage(this::fill);
        heard(active.state());
        count();
    }

    private void fill(Composite parent) {
        var title = new Label(parent, SWT.WRAP);
        boolean first = active.state().status().filter(s -> s.callsTotal() > 0).isEmpty();
        title.setText(texts.get(first ? "first.title" : "first.none"));
        title.setFont(JFaceResources.getFontRegistry().getBold(JFaceResources.DEFAULT_FONT));
        var lines = new Composite(parent, SWT.NONE);
        GridLayoutFactory.fillDefaults().numColumns(2).spacing(10, 8).applyTo(lines);
        Link subscriber = line(lines, 1, this::addSubscriber);
        Link phone = line(lines, 2, this::copyAddress);
        Link call = line(lines, 3, this::call);
        var demo = NativeLook.of(new Button(parent, SWT.PUSH));
        demo.setText(texts.get("first.demo"));
        demo.setToolTipText(texts.get("first.demo.tip"));
        GridDataFactory.swtDefaults().indent(0, 8).applyTo(demo);
        demo.addListener(SWT.Selection, e -> DeskCommands.run(PlatformUI.getWorkbench(), DeskCommands.DEMO, Map.of()));
        page = Optional.of(new Page(parent, subscriber, phone, call));
        write();
    }

    private Link line(Composite lines, int number, Runnable action) {
        var label = new Label(lines, SWT.NONE);
        label.setText(Integer.toString(number));
        label.setFont(JFaceResources.getFontRegistry().getBold(JFaceResources.DEFAULT_FONT));
        Palette.follow(label, palette -> label.setForeground(palette.series().getFirst()));
        var link = new Link(lines, SWT.NONE);
        GridDataFactory.fillDefaults().grab(true, false).hint(430, SWT.DEFAULT).applyTo(link);
        link.addListener(SWT.Selection, e -> action.run());
        return link;
    }

    /** Takes the figures of a status into the lines. */
    void heard(NodeState state) {
        Optional<NodeStatus> status = state.status();
        var now = new Steps(steps.subscribers(), status.map(NodeStatus::registrations).orElse(0),
                Steps.address(status.map(NodeStatus::listeners).orElse(List.of())));
        if (!now.equals(steps)) {
            steps = now;
            write();
        }
    }

    /** Counts the subscribers anew. */
    void count() {
        if (page.filter(p -> !p.owner().isDisposed()).isEmpty() || !active.state().up())
            return;
        jobs.read(texts.get("first.counting"), (node, monitor) -> node.subscribers()
                .list(Optional.empty(), FIRST_PAGE).total(), total -> {
                    steps = new Steps(total, steps.registrations(), steps.address());
                    write();
                }, failure -> { });
    }

    private void write() {
        page.filter(p -> !p.owner().isDisposed()).ifPresent(p -> {
            set(p.subscriber(), steps.subscribers() == 0 ? texts.get("first.subscriber")
                    : texts.get("first.subscriber.done", steps.subscribers()));
            set(p.phone(), steps.registrations() == 0 ? texts.get("first.phone", steps.address())
                    : texts.get("first.phone.done", steps.address(), steps.registrations()));
            set(p.call(), texts.get("first.call"));
        });
    }

    private static void set(Link link, String text) {
        if (text.equals(link.getText()))
            return;
        link.setText(text);
        link.requestLayout();
    }

    private void addSubscriber() {
        DeskCommands.run(PlatformUI.getWorkbench(), DeskCommands.NEW, Map.of(DeskCommands.NEW_KIND, "subscriber"));
    }

    private void copyAddress() {
        page.ifPresent(p -> {
            var clipboard = new Clipboard(p.owner().getDisplay());
            clipboard.setContents(new Object[] {steps.address()}, new Transfer[] {TextTransfer.getInstance()});
            clipboard.dispose();
            say.accept(texts.get("first.copied", steps.address()));
        });
    }

    /** Opens the computer's own softphone on somebody who is registered. */
    private void call() {
        jobs.read(texts.get("first.counting"), (node, monitor) -> node.registrations(), contacts -> {
            if (contacts.isEmpty())
                say.accept(texts.get("first.nobody"));
            else if (!Program.launch("sip:" + contacts.getFirst().username() + "@" + steps.address()))
                say.accept(texts.get("first.dial", contacts.getFirst().username()));
        }, failure -> say.accept(failure.message()));
    }
}
