package org.trunkline.ui.uitest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.time.Instant;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

import org.eclipse.core.runtime.preferences.InstanceScope;
import org.eclipse.jface.viewers.StructuredSelection;
import org.eclipse.nebula.widgets.nattable.NatTable;
import org.eclipse.swt.SWT;
import org.eclipse.swt.custom.StyledText;
import org.eclipse.swt.widgets.Button;
import org.eclipse.swt.widgets.Combo;
import org.eclipse.swt.widgets.Event;
import org.eclipse.swt.widgets.Label;
import org.eclipse.swt.widgets.Menu;
import org.eclipse.swt.widgets.Shell;
import org.eclipse.swt.widgets.Text;
import org.eclipse.swt.widgets.ToolBar;
import org.eclipse.ui.PartInitException;
import org.eclipse.ui.PlatformUI;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceRegistration;
import org.trunkline.api.NodeUnavailableException;
import org.trunkline.api.node.Node;
import org.trunkline.api.node.NodeConnector;
import org.trunkline.domain.config.CallHandling;
import org.trunkline.domain.config.Srtp;
import org.trunkline.domain.config.Subscriber;
import org.trunkline.domain.config.Trunk;
import org.trunkline.domain.schema.Secret;
import org.trunkline.testkit.CdrGenerator;
import org.trunkline.testkit.Samples;
import org.trunkline.testkit.node.FakeNode;
import org.trunkline.ui.ActiveNode;
import org.trunkline.ui.DeskCommands;
import org.trunkline.ui.search.CdrNavigator;

/** The desk turns to another node, of which nothing stays; and it ends calls of its own after a question. */
class NodesTest {
    private static final String LIVE = "org.trunkline.ui.calls.live";
    private static final String WAIT = "Refuse new calls and close after the last";
    private static final URI URL = URI.create("http://192.0.2.10:8060");

    private final FakeNode node = new FakeNode();
    private final FakeNode remote = new FakeNode(URL.toString());
    private ServiceRegistration<Node> registration;
    private ServiceRegistration<NodeConnector> connector;
    private ActiveNode active;

    @BeforeEach
    void begin() {
        BundleContext context = FrameworkUtil.getBundle(NodesTest.class).getBundleContext();
        registration = context.registerService(Node.class, node, null);
        connector = context.registerService(NodeConnector.class, (url, token) -> remote,
                new Hashtable<>(Map.of(Constants.SERVICE_RANKING, 100)));
        active = PlatformUI.getWorkbench().getService(ActiveNode.class);
        Desk.perspective("operations");
        Desk.await("the node", () -> active.node().equals(Optional.of(node)));
    }

    @AfterEach
    void end() {
        active.useEmbedded();
        connector.unregister();
        registration.unregister();
        Desk.perspective("operations");
    }

    private void turn() throws NodeUnavailableException {
        active.connect(URL, "token");
        Desk.await("the other node", () -> active.node().equals(Optional.of(remote)));
    }

    @Test
    void callsAndTheSelectedOneGo() throws NodeUnavailableException {
        node.calls().set(List.of(Samples.call(1), Samples.call(2)));
        var selection = Desk.view("org.trunkline.ui.calls.live").getViewSite().getSelectionProvider();
        Desk.await("a call", () -> {
            selection.setSelection(new StructuredSelection(Samples.id(1)));
            return Desk.shows("Anna Å (anna) to 0812345678");
        });
        turn();
        Desk.await("no call", () -> !Desk.shows("Anna Å (anna) to 0812345678") && Desk.shows("Select a call"));
    }

    @Test
    void theEntryAndTheRecordThatWereOpenGo() throws NodeUnavailableException {
        node.subscribers().create(new Subscriber("anna", Secret.of("a-good-one"), "Anna", true,
                CallHandling.PLAIN, Srtp.OFFER));
        var cdr = new CdrGenerator(5, Instant.now().minusSeconds(300), 0.1).next();
        node.cdrs().add(CdrGenerator.ladder(cdr));
        node.cdrs().add(cdr);
        Desk.command(DeskCommands.EDIT, Map.of(DeskCommands.EDIT_KIND, "subscriber", DeskCommands.EDIT_KEY, "anna"));
        Desk.awaitWords("Subscriber anna");
        Desk.command(CdrNavigator.COMMAND, Map.of(CdrNavigator.QUERY, ""));
        Desk.awaitWords("1 call");
        turn();
        Desk.await("no record", () -> !Desk.shows("1 call "));
        Desk.perspective("trunks");
        Desk.await("no entry", () -> !Desk.shows("Subscriber anna"));
        assertFalse(Desk.isOn("Delete"));
    }

    /** Its values, perhaps with a password, are none of the other node's. */
    @Test
    void theTestCallOverATrunkGoes() throws NodeUnavailableException {
        node.trunks().create(Trunk.of("Telia", "sip.telia.example"));
        Desk.command(DeskCommands.EDIT, Map.of(DeskCommands.EDIT_KIND, "trunk", DeskCommands.EDIT_KEY, "Telia"));
        Desk.awaitWords("Trunk Telia");
        Desk.click(Desk.button("Try"));
        Desk.click(Desk.button("Test call…"));
        Text number = Desk.field(Text.class, "test.number");
        turn();
        Desk.await("no test call", number::isDisposed);
    }

    @Test
    void theCallersOfTryRouteGo() throws NodeUnavailableException {
        node.subscribers().create(new Subscriber("anna", Secret.of("a-good-one"), "Anna", true, CallHandling.PLAIN, Srtp.OFFER));
        remote.subscribers().create(new Subscriber("boris", Secret.of("a-good-one"), "Boris", true, CallHandling.PLAIN, Srtp.OFFER));
        Desk.perspective("trunks");
        Desk.command(DeskCommands.TRY_ROUTE, Map.of());
        Combo caller = Desk.field(Combo.class, "caller");
        Desk.await("the caller", () -> caller.getText().equals("Subscriber anna"));
        Desk.ui(() -> caller.setText("Subscriber somebody"));
        turn();
        Desk.await("the other caller", () -> caller.getText().equals("Subscriber boris"));
        Desk.ui(() -> Desk.window().getActivePage().hideView(Desk.window().getActivePage().findView("org.trunkline.ui.cdr.routeTrial")));
    }

    @Test
    void nodesStandSideBySideAndOneSearchAsksAll() throws NodeUnavailableException {
        var cdrs = new CdrGenerator(5, Instant.now().minusSeconds(300), 0.1);
        node.cdrs().add(cdrs.next());
        remote.cdrs().add(cdrs.next());
        remote.cdrs().add(cdrs.next());
        Desk.command("org.trunkline.ui.nodes", Map.of());
        NatTable nodes = Desk.find(NatTable.class, "the nodes", t -> t.isVisible() && t.getColumnCount() > 5
                && "Node".equals(t.getDataValueByPosition(0, 0)));
        InstanceScope.INSTANCE.getNode("org.trunkline.ui").put("remote.nodes", URL.toString());
        active.retry();
        Desk.await("the other node", () -> nodes.getRowCount() == 3 && "192.0.2.10:8060".equals(nodes.getDataValueByPosition(0, 2))
                && String.valueOf(nodes.getDataValueByPosition(1, 2)).startsWith("Up"));
        assertEquals("Embedded node", Desk.ui(() -> nodes.getDataValueByPosition(0, 1)));
        assertEquals("2", Desk.ui(() -> nodes.getDataValueByPosition(2, 2)), "its calls");
        Desk.picture("nodes");

        Desk.command("org.trunkline.ui.allNodes", Map.of());
        Desk.awaitWords("Embedded node: 1 call   192.0.2.10:8060: 2 calls");
        Desk.picture("nodes-search");
        remote.outage(Optional.of("It does not answer."));
        Desk.click(Desk.find(Button.class, "search", b -> b.isVisible() && b.getText().equals("Search")
                && b.getParent().getChildren()[0] instanceof Text));
        Desk.awaitWords("192.0.2.10:8060 did not answer: ");
        Desk.awaitWords("Embedded node: 1 call");
        remote.outage(Optional.empty());
        Desk.ui(() -> {
            var page = Desk.window().getActivePage();
            page.hideView(page.findView("org.trunkline.ui.cdr.allNodes"));
            page.hideView(page.findView("org.trunkline.ui.calls.nodes"));
            page.bringToTop(page.findView("org.trunkline.ui.calls.selected"));
            page.activate(page.findView(LIVE)); // as it was: what is selected there is the others'
            InstanceScope.INSTANCE.getNode("org.trunkline.ui").remove("remote.nodes");
        });
    }

    @Test
    void theTimeWithoutAnAnswerCounts() {
        node.outage(Optional.of("It does not answer."));
        Desk.await("three seconds", () -> Desk.all().stream().filter(ToolBar.class::isInstance).map(ToolBar.class::cast)
                .anyMatch(bar -> bar.getItemCount() > 0 && bar.getItem(0).getText().matches(".* ([3-9]|[1-9]\\d) s\\b.*")));
        node.outage(Optional.empty());
        active.retry();
    }

    /** As the window's close button does. @return whether the desk is still there */
    private static boolean closeWindow() {
        Desk.ui(() -> Desk.window().getShell().close());
        return Desk.ui(() -> PlatformUI.isWorkbenchRunning() && !Desk.window().getShell().isDisposed());
    }

    private static void answer(String words) {
        Shell window = Desk.ui(() -> Desk.window().getShell());
        Desk.click(Desk.find(Button.class, words, b -> b.getText().equals(words) && b.getShell() != window));
        Desk.await("the question's end", () -> Desk.look(Button.class, b -> b.getText().equals(words)
                && b.getShell() != window).isEmpty());
    }

    @Test
    void closingTheWindowAsksWhileThereAreCalls() {
        int calls = Samples.status().callsNow();
        assertTrue(calls > 0, "the sample carries calls");
        assertTrue(closeWindow());
        Desk.awaitWords(calls + " calls are in progress on the embedded node");
        Desk.picture("leaving-question");
        answer("Cancel");
        assertEquals(Optional.empty(), node.drainingThenStop());

        assertTrue(closeWindow());
        answer(WAIT);
        assertEquals(Optional.of(false), node.drainingThenStop());
        Desk.await("the title", () -> Desk.window().getShell().getText().contains("(" + calls + " left)"));

        assertTrue(closeWindow());
        answer("Stay open and accept calls again");
        assertEquals(Optional.empty(), node.drainingThenStop());
        Desk.await("the title", () -> Desk.window().getShell().getText().equals("Trunkline"));
    }

    @Test
    void aLiveCallIsFollowedUntilItsRecord() {
        node.cdrs().add(Samples.cdr(1));
        node.cdrs().add(Samples.ladder(1));
        node.calls().set(List.of(Samples.call(1)));
        var selection = Desk.view(LIVE).getViewSite().getSelectionProvider();
        Desk.ui(() -> {
            try {
                Desk.window().getActivePage().showView("org.trunkline.ui.cdr.details");
                Desk.window().getActivePage().showView(LIVE); // where somebody selects a call
            } catch (PartInitException e) {
                throw new IllegalStateException(e);
            }
        });
        Desk.await("the call", () -> {
            selection.setSelection(new StructuredSelection(Samples.id(1)));
            return facts("In progress for");
        });
        Desk.picture("call-followed");
        Desk.command("org.trunkline.ui.cdr.case.customer", Map.of());
        Desk.awaitWords("The call is in progress. Its case file can be made when it has ended.");
        node.calls().set(List.of());
        Desk.await("its record", () -> !facts("In progress for") && facts(Samples.id(1).value()));
        assertTrue(Desk.ui(() -> Desk.look(Text.class, t -> "file".equals(t.getData("field"))).isEmpty()), "what was asked for meanwhile is not done now");
    }

    private static boolean facts(String words) {
        return Desk.look(StyledText.class, t -> t.isVisible() && t.getText().contains(words)).isPresent();
    }

    @Test
    void aPhoneListensToALiveCallUntilItIsEnded() throws NodeUnavailableException {
        node.subscribers().create(new Subscriber("bo", Secret.of("a-good-one"), "", true, CallHandling.PLAIN, Srtp.OFFER));
        node.calls().set(List.of(Samples.call(1)));
        var selection = Desk.view(LIVE).getViewSite().getSelectionProvider();
        Desk.await("Hang up", () -> {
            selection.setSelection(new StructuredSelection(Samples.id(1)));
            return Desk.isOn("Hang up");
        });
        Desk.await("Listen…", () -> choose("Listen…"));
        Combo subscriber = Desk.field(Combo.class, "listen.subscriber");
        Desk.await("the subscribers", () -> List.of(subscriber.getItems()).contains("bo"));
        Desk.ui(() -> subscriber.setText("bo"));
        Desk.click(Desk.button("Listen"));
        Desk.awaitWords("Calling the phones of bo. Answer one to listen.");
        assertEquals(Optional.of("bo"), node.calls().list().getFirst().listener());
        Desk.picture("call-listened");
        Desk.ui(() -> subscriber.getShell().close());
        Desk.await("End listening", () -> choose("&End listening"));
        Desk.await("nobody listens", () -> {
            try {
                return node.calls().list().getFirst().listener().isEmpty();
            } catch (NodeUnavailableException e) {
                throw new AssertionError(e);
            }
        });
    }

    /** From the menu of the selected call. @return false where it is not in there yet */
    private static boolean choose(String item) {
        return Desk.ui(() -> {
            Menu menu = Desk.find(NatTable.class, "live calls", t -> t.isVisible() && t.getMenu() != null && t.getColumnCount() > 1
                    && "State".equals(t.getDataValueByPosition(0, 0))).getMenu();
            menu.notifyListeners(SWT.Show, new Event());
            var found = Stream.of(menu.getItems()).filter(each -> each.getText().equals(item)).findFirst();
            found.ifPresent(each -> each.notifyListeners(SWT.Selection, new Event()));
            return found.isPresent();
        });
    }

    @Test
    void shiftHangsUpAtOnceAndTheSelectionStaysWithItsCall() throws NodeUnavailableException {
        node.calls().set(List.of(Samples.call(1), Samples.call(2)));
        Desk.await("two calls", () -> Desk.look(Label.class, l -> l.getText().equals("2")).isPresent());
        var selection = Desk.view(LIVE).getViewSite().getSelectionProvider();
        Desk.ui(() -> selection.setSelection(new StructuredSelection(Samples.id(2))));
        Desk.await("Hang up", () -> Desk.isOn("Hang up"));
        node.calls().set(List.of(Samples.call(3), Samples.call(4), Samples.call(2), Samples.call(1)));
        Desk.await("four calls", () -> Desk.look(Label.class, l -> l.getText().equals("4")).isPresent());
        Button hangUp = Desk.button("Hang up");
        Desk.ui(() -> {
            var click = new Event();
            click.stateMask = SWT.SHIFT;
            hangUp.notifyListeners(SWT.Selection, click);
        });
        Desk.await("three calls", () -> Desk.look(Label.class, l -> l.getText().equals("3")).isPresent());
        assertFalse(node.calls().list().contains(Samples.call(2)));
    }
}
