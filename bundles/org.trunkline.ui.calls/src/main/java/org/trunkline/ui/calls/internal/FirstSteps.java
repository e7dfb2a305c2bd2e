package org.trunkline.ui.calls.internal;

import java.util.Comparator;
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
import org.eclipse.swt.widgets.Menu;
import org.eclipse.swt.widgets.MenuItem;
import org.eclipse.ui.PlatformUI;
import org.trunkline.api.config.SaveResult;
import org.trunkline.api.node.NodeStatus;
import org.trunkline.api.settings.SettingsReport;
import org.trunkline.ui.ActiveNode;
import org.trunkline.ui.DeskCommands;
import org.trunkline.ui.NodeJobs;
import org.trunkline.ui.NodeState;
import org.trunkline.ui.Texts;
import org.trunkline.ui.UiThread;
import org.trunkline.ui.calls.internal.listen.ListenAddress;
import org.trunkline.ui.form.ErrorText;
import org.trunkline.ui.look.NativeLook;
import org.trunkline.ui.look.Palette;
import org.trunkline.ui.look.StatePane;

/** From an empty node to a first call in three lines, each of which does what it says. UI thread only. */
final class FirstSteps {
    private static final int FIRST_PAGE = 1;
    /** Reference of the link that chooses an address. */
    private static final String LISTEN = "listen";

    private final ActiveNode active;
    private final NodeJobs jobs;
    private final Consumer<String> say;
    private final Texts texts = Texts.of(FirstSteps.class);
    private Optional<SettingsReport> settings = Optional.empty();
    private Optional<Page> page = Optional.empty();
    private Steps steps = new Steps(0, 0, "", false);

    private record Page(Composite owner, Link subscriber, Link phone, Link call) {}

    /**
     * How far the user has come.
     *
     * @param address where phones register, {@code 192.0.2.10:5060}
     * @param ownComputerOnly whether no phone elsewhere reaches it
     */
    record Steps(long subscribers, int registrations, String address, boolean ownComputerOnly) {
        /** One that other machines reach, of UDP, where there is one. */
        static String address(List<String> listeners) {
            String first = listeners.stream().min(Comparator.comparing(ListenAddress::isLoopback)
                    .thenComparing(l -> !l.startsWith("udp "))).orElse("");
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
        Link subscriber = line(lines, 1, _ -> addSubscriber());
        Link phone = line(lines, 2, link -> {
            if (link.equals(LISTEN))
                chooseAddress();
            else
                copyAddress();
        });
        Link call = line(lines, 3, _ -> call());
        var demo = NativeLook.of(new Button(parent, SWT.PUSH));
        demo.setText(texts.get("first.demo"));
        demo.setToolTipText(texts.get("first.demo.tip"));
        GridDataFactory.swtDefaults().indent(0, 8).applyTo(demo);
        demo.addListener(SWT.Selection, e -> DeskCommands.run(PlatformUI.getWorkbench(), DeskCommands.DEMO, Map.of()));
        page = Optional.of(new Page(parent, subscriber, phone, call));
        write();
    }

    /** @param action given the link's reference */
    private Link line(Composite lines, int number, Consumer<String> action) {
        var label = new Label(lines, SWT.NONE);
        label.setText(Integer.toString(number));
        label.setFont(JFaceResources.getFontRegistry().getBold(JFaceResources.DEFAULT_FONT));
        Palette.follow(label, palette -> label.setForeground(palette.series().getFirst()));
        var link = new Link(lines, SWT.NONE);
        GridDataFactory.fillDefaults().grab(true, false).hint(430, SWT.DEFAULT).applyTo(link);
        link.addListener(SWT.Selection, e -> action.accept(e.text));
        return link;
    }

    /** Takes the figures of a status into the lines. */
    void heard(NodeState state) {
        Optional<NodeStatus> status = state.status();
        List<String> listeners = status.map(NodeStatus::listeners).orElse(List.of());
        var now = new Steps(steps.subscribers(), status.map(NodeStatus::registrations).orElse(0),
                Steps.address(listeners), ListenAddress.ownComputerOnly(listeners));
        if (!now.equals(steps)) {
            steps = now;
            write();
        }
    }

    /** Counts the subscribers anew. */
    void count() {
        if (page.filter(p -> !p.owner().isDisposed()).isEmpty() || !active.state().up())
            return;
        jobs.read(texts.get("first.counting"), (node, monitor) -> Map.entry(node.subscribers()
                .list(Optional.empty(), FIRST_PAGE).total(), node.settings().report()), found -> {
                    steps = new Steps(found.getKey(), steps.registrations(), steps.address(), steps.ownComputerOnly());
                    settings = Optional.of(found.getValue());
                    write();
                }, failure -> { });
    }

    private void write() {
        page.filter(p -> !p.owner().isDisposed()).ifPresent(p -> {
            set(p.subscriber(), steps.subscribers() == 0 ? texts.get("first.subscriber")
                    : texts.get("first.subscriber.done", steps.subscribers()));
            set(p.phone(), steps.registrations() > 0 ? texts.get("first.phone.done", steps.address(), steps.registrations())
                    : phone());
            set(p.call(), texts.get("first.call"));
        });
    }

    /** Says what keeps phones away: a listener on loopback, or else the firewall. */
    private String phone() {
        boolean embedded = active.state().kind() == NodeState.Kind.EMBEDDED;
        if (!embedded || steps.address().isEmpty())
            return texts.get("first.phone", steps.address());
        if (!steps.ownComputerOnly())
            return texts.get("first.phone.firewall", steps.address(), steps.address().substring(steps.address().lastIndexOf(':') + 1),
                    settings.map(ListenAddress::mediaPorts).orElse(""));
        var others = settings.filter(ListenAddress::canChoose).isPresent() ? ListenAddress.ofThisComputer() : List.<String>of();
        return others.isEmpty() ? texts.get("first.phone.own", steps.address())
                : texts.get("first.phone.listen", steps.address(), others.getFirst());
    }

    /** One address is taken at once; among several a menu asks. */
    private void chooseAddress() {
        var others = ListenAddress.ofThisComputer();
        if (others.size() == 1)
            listen(others.getFirst());
        else
            page.ifPresent(p -> {
                var menu = new Menu(p.phone());
                others.forEach(address -> {
                    var item = new MenuItem(menu, SWT.PUSH);
                    item.setText(texts.get("first.listen", address));
                    item.addListener(SWT.Selection, e -> listen(address));
                });
                menu.addListener(SWT.Hide, e -> UiThread.post(p.phone(), menu::dispose)); // once its item has told
                menu.setVisible(true);
            });
    }

    /** Saves the address, and starts the node again with it. */
    private void listen(String address) {
        jobs.run(texts.get("first.listening", address), (node, monitor) -> node.settings().change(ListenAddress.chosen(address)), result -> {
            switch (result) {
                case SaveResult.Saved<SettingsReport> _ -> {
                    say.accept(texts.get("first.listening", address));
                    DeskCommands.run(PlatformUI.getWorkbench(), DeskCommands.RESTART_NODE, Map.of());
                }
                case SaveResult.Rejected<SettingsReport>(var errors) -> say.accept(new ErrorText().sentence(errors.getFirst()));
                case SaveResult.Missing<SettingsReport> _, SaveResult.InUse<SettingsReport> _ ->
                    throw new IllegalStateException("settings always exist");
            }
        }, failure -> say.accept(texts.get("first.not-stored", failure.message())));
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
