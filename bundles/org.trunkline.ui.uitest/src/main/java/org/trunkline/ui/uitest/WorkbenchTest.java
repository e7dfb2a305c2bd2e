package org.trunkline.ui.uitest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

import org.eclipse.jface.viewers.IStructuredSelection;
import org.eclipse.jface.viewers.StructuredSelection;
import org.eclipse.nebula.widgets.nattable.NatTable;
import org.eclipse.swt.graphics.Image;
import org.eclipse.swt.widgets.Button;
import org.eclipse.swt.widgets.Label;
import org.eclipse.swt.widgets.Text;
import org.eclipse.ui.IViewPart;
import org.eclipse.ui.PlatformUI;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceRegistration;
import org.trunkline.api.NodeUnavailableException;
import org.trunkline.api.node.Node;
import org.trunkline.api.node.NodeStatus;
import org.trunkline.domain.config.CallHandling;
import org.trunkline.domain.config.Route;
import org.trunkline.domain.config.Srtp;
import org.trunkline.domain.config.Subscriber;
import org.trunkline.domain.config.Trunk;
import org.trunkline.domain.part.PartFailure;
import org.trunkline.domain.schema.Secret;
import org.trunkline.testkit.Samples;
import org.trunkline.testkit.node.FakeNode;
import org.trunkline.ui.ActiveNode;
import org.trunkline.ui.DeskCommands;

/** The desk as a user meets it, on a node in memory. */
class WorkbenchTest {
    private static final String LIVE = "org.trunkline.ui.calls.live";
    private static final String ENTRIES = "org.trunkline.ui.trunks.entries";
    private static final String ALARMS = "org.trunkline.ui.calls.alarms";
    private static final String SHOW = "org.eclipse.ui.views.showView";
    private static final String SAVE = "org.eclipse.ui.file.save";
    private static final String LONG = "Wholesale West, Frankfurt am Main, second route of the backup";

    private final FakeNode node = new FakeNode();
    private ServiceRegistration<Node> registration;

    @BeforeEach
    void begin() {
        var context = FrameworkUtil.getBundle(WorkbenchTest.class).getBundleContext();
        registration = context.registerService(Node.class, node, null);
        Desk.perspective("operations");
        Desk.await("the node", () -> PlatformUI.getWorkbench().getService(ActiveNode.class).node()
                .equals(Optional.of(node)));
    }

    @AfterEach
    void end() {
        if (Desk.isOn("Revert"))
            Desk.click(Desk.button("Revert"));
        registration.unregister();
    }

    @Test
    void anEmptyNodeShowsTheFirstSteps() {
        Desk.awaitWords("Add a subscriber");
        Desk.awaitWords("127.0.0.1:5060");
        Desk.button("Show demo traffic");
        Desk.picture("operations-first-start");
    }

    @Test
    void aSubscriberIsMadeOnceItsFieldsAreRight() throws NodeUnavailableException {
        Desk.command(DeskCommands.NEW, Map.of(DeskCommands.NEW_KIND, "subscriber"));
        Text username = Desk.field(Text.class, "username");
        Desk.type(username, "an na");
        Desk.awaitWords("an na must be 1 to 64 letters");
        Desk.awaitWords("Username: an na must be 1 to 64 letters"); // too long for the line below the field
        assertFalse(Desk.isOn("Save"));
        Desk.picture("subscriber-wrong");

        Desk.type(username, "anna");
        Desk.click(Desk.button("Generate"));
        Desk.await("Save", () -> Desk.isOn("Save"));
        Text password = Desk.field(Text.class, "password");
        assertEquals(16, Desk.ui(() -> password.getText()).length());
        Desk.command(SAVE, Map.of());

        Desk.awaitWords("It is not shown again.");
        Desk.awaitWords("Subscriber anna");
        assertTrue(node.subscribers().find("anna").isPresent());
        Desk.picture("subscriber-saved");
    }

    @Test
    void aTakenNameIsToldByTheNodeAtTheField() throws NodeUnavailableException {
        node.subscribers().create(new Subscriber("bo", Secret.of("a-good-one"), "Bo", true, CallHandling.PLAIN, Srtp.OFFER));
        Desk.command(DeskCommands.NEW, Map.of(DeskCommands.NEW_KIND, "subscriber"));
        Desk.type(Desk.field(Text.class, "username"), "bo");
        Desk.awaitWords("bo is already in use.");
    }

    @Test
    void aTrunkWithAPortOfLettersIsNotSaved() throws NodeUnavailableException {
        Desk.command(DeskCommands.NEW, Map.of(DeskCommands.NEW_KIND, "trunk"));
        Desk.type(Desk.field(Text.class, "name"), LONG);
        Desk.type(Desk.field(Text.class, "host"), "192.0.2.20");
        Desk.type(Desk.field(Text.class, "port"), "abc");
        Desk.awaitWords("Enter a whole number from 0 to 65535.");
        Desk.command(SAVE, Map.of());
        assertTrue(node.trunks().find(LONG).isEmpty());
        Desk.picture("trunk-wrong");

        Desk.type(Desk.field(Text.class, "port"), "5062");
        Desk.await("Save", () -> Desk.isOn("Save"));
        Desk.click(Desk.button("Save"));
        Desk.await("the trunk", () -> {
            try {
                return node.trunks().find(LONG).filter(t -> t.peer().port() == 5062).isPresent();
            } catch (NodeUnavailableException e) {
                throw new AssertionError(e);
            }
        });
    }

    @Test
    void aTrunkInUseSaysByWhom() throws NodeUnavailableException {
        node.trunks().create(Trunk.of("Telia A", "192.0.2.21"));
        node.routes().create(new Route("+46", List.of("Telia A")));
        Desk.command(DeskCommands.EDIT, Map.of(DeskCommands.EDIT_KIND, "trunk", DeskCommands.EDIT_KEY, "Telia A"));
        Desk.awaitWords("Trunk Telia A");
        Desk.click(Desk.button("Delete"));
        Desk.awaitWords("cannot be deleted because these use it: route +46");
        assertTrue(node.trunks().find("Telia A").isPresent());
    }

    @Test
    void liveCallsAreShownAndHungUp() throws NodeUnavailableException {
        node.calls().set(List.of(Samples.call(1), Samples.call(2)));
        Desk.await("two calls", () -> Desk.look(Label.class, l -> l.getText().equals("2")).isPresent());
        var selection = Desk.view(LIVE).getViewSite().getSelectionProvider();
        Desk.ui(() -> selection.setSelection(new StructuredSelection(Samples.id(1))));
        Desk.awaitWords("Anna Å (anna) to 0812345678");
        Desk.picture("operations-calls");

        Desk.clickAndConfirm(Desk.button("Hang up"), "Cancel");
        assertEquals(2, node.calls().list().size());
        Desk.clickAndConfirm(Desk.button("Hang up"), "Hang up");
        Desk.await("one call left", () -> Desk.look(Label.class, l -> l.getText().equals("1")).isPresent());
        assertEquals(List.of(Samples.call(2)), node.calls().list());
    }

    @Test
    void aParkedCallSaysWhere() {
        node.calls().set(List.of(Samples.call(1), Samples.call(2).parkedIn("701")));
        Desk.await("its state", () -> Desk.ui(() -> Desk.all().stream().filter(NatTable.class::isInstance).map(NatTable.class::cast)
                .anyMatch(table -> IntStream.range(0, table.getRowCount()).anyMatch(row -> "Slot 701".equals(table.getDataValueByPosition(0, row))))));
        Desk.picture("operations-parked");
    }

    @Test
    void aNodeThatIsLostSaysWhyAndComesBack() {
        node.outage(Optional.of("The node at 192.0.2.10 does not answer."));
        Desk.awaitWords("The node at 192.0.2.10 does not answer.");
        Desk.picture("operations-lost");
        node.outage(Optional.empty());
        Desk.click(Desk.button("Try again"));
        Desk.awaitWords("Add a subscriber");
    }

    @Test
    void aPartThatDoesNotStartIsAnAlarmWithItsWayOut() {
        var context = FrameworkUtil.getBundle(WorkbenchTest.class).getBundleContext();
        registration.unregister();
        var failure = context.registerService(PartFailure.class, new PartFailure("sip-port-in-use", "5060",
                List.of("5060", "127.0.0.1"), "SIP port 5060 is in use."), null);
        Desk.awaitWords("SIP port 5060 is in use on 127.0.0.1");
        Desk.command(SHOW, Map.of(SHOW + ".viewId", ALARMS)); // somebody may have left another in front of them
        Desk.button("Change setting…");
        Desk.awaitWords("Alarms: 1");
        Desk.picture("operations-failed");
        failure.unregister();
        registration = context.registerService(Node.class, node, null);
        Desk.await("no way out", () -> Desk.look(Button.class, b -> b.getText().startsWith("Change setting")).isEmpty());
    }

    @Test
    void theTabOfTheAlarmsSaysHowManyThereAre() {
        Desk.command(SHOW, Map.of(SHOW + ".viewId", ALARMS));
        IViewPart alarms = Desk.view(ALARMS);
        Desk.await("the number", () -> alarms.getTitle().equals("Alarms (1)"));
        Image some = Desk.ui(() -> alarms.getTitleImage());
        node.status(withoutAlarms(Samples.status()));
        Desk.await("no number", () -> alarms.getTitle().equals("Alarms"));
        assertNotSame(some, Desk.ui(() -> alarms.getTitleImage()), "its sign is grey");
    }

    private static NodeStatus withoutAlarms(NodeStatus s) {
        return new NodeStatus(s.version(), s.startedAt(), s.draining(), s.listeners(), s.realm(), s.callsNow(), s.callsPerSecond(),
                s.callsTotal(), s.asr(), s.registrations(), s.recordsWritten(), s.recordsBehind(), s.diskFreeBytes(), s.diskTotalBytes(),
                s.heapUsedBytes(), s.heapMaxBytes(), s.mediaPortsUsed(), s.mediaPortsTotal(), s.trunks(), List.of(), s.border(),
                s.messages(), s.certificate(), s.passesTransfers(), s.recordsOpen());
    }

    @Test
    void aRingGroupIsMadeOfSubscribers() throws NodeUnavailableException {
        node.subscribers().create(new Subscriber("anna", Secret.of("a-good-one"), "Anna", true, CallHandling.PLAIN, Srtp.OFFER));
        Desk.command(DeskCommands.NEW, Map.of(DeskCommands.NEW_KIND, "ring-group"));
        Desk.type(Desk.field(Text.class, "name"), "sales");
        Desk.await("somebody to add", () -> Desk.isOn("Add"));
        assertFalse(Desk.isOn("Save"), "a group of nobody");
        Desk.click(Desk.button("Add"));
        Desk.await("Save", () -> Desk.isOn("Save"));
        Desk.picture("ring-group");
        Desk.command(SAVE, Map.of());
        Desk.awaitWords("Ring group sales");
        assertEquals(List.of("anna"), node.ringGroups().find("sales").orElseThrow().members());
    }

    @Test
    void everyAreaOpensInBothThemes() throws NodeUnavailableException {
        Busy.fill(node);
        node.trunks().create(Trunk.of(LONG, "192.0.2.30"));
        for (boolean dark : List.of(false, true)) {
            Desk.theme(dark);
            for (String area : List.of("operations", "trunks", "records", "quality")) {
                Desk.perspective(area);
                Desk.await(area, () -> Desk.window().getActivePage().getPerspective().getId().endsWith(area));
                Busy.awaitFilled(area, Busy.TRUNKS + 1);
                Desk.picture(area + (dark ? "-dark" : "-light"));
            }
        }
        Desk.perspective("operations");
        Desk.theme(false);
    }


    @Test
    void theTableOfSubscribersKeepsItsSelectionOverChanges() throws NodeUnavailableException {
        node.subscribers().create(new Subscriber("dewi", Secret.of("a-good-one"), "Dewi", true, CallHandling.PLAIN, Srtp.OFFER));
        Desk.command(DeskCommands.EDIT, Map.of(DeskCommands.EDIT_KIND, "subscriber", DeskCommands.EDIT_KEY, "dewi"));
        Desk.awaitWords("Subscriber dewi");
        node.subscribers().create(new Subscriber("anna", Secret.of("a-good-one"), "Anna", true, CallHandling.PLAIN, Srtp.OFFER));
        Desk.await("two rows", () -> Desk.look(Label.class, l -> l.getText().equals("2")).isPresent());
        var selection = Desk.view(ENTRIES).getViewSite().getSelectionProvider();
        Desk.await("dewi still selected", () -> selection.getSelection() instanceof IStructuredSelection rows
                && rows.size() == 1 && rows.getFirstElement().toString().contains("dewi"));
    }
}
