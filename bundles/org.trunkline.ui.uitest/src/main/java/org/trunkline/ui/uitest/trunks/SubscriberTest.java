package org.trunkline.ui.uitest.trunks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.eclipse.nebula.widgets.nattable.NatTable;
import org.eclipse.swt.SWT;
import org.eclipse.swt.dnd.Clipboard;
import org.eclipse.swt.dnd.TextTransfer;
import org.eclipse.swt.widgets.Combo;
import org.eclipse.swt.widgets.Display;
import org.eclipse.swt.widgets.Event;
import org.eclipse.swt.widgets.Menu;
import org.eclipse.swt.widgets.Shell;
import org.eclipse.swt.widgets.Text;
import org.eclipse.ui.PlatformUI;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceRegistration;
import org.trunkline.api.NodeUnavailableException;
import org.trunkline.api.call.LiveCalls.CallDraft;
import org.trunkline.api.node.Node;
import org.trunkline.api.phone.PhoneCardRequest;
import org.trunkline.domain.config.CallHandling;
import org.trunkline.domain.config.RingGroup;
import org.trunkline.domain.config.Srtp;
import org.trunkline.domain.config.Subscriber;
import org.trunkline.domain.schema.Secret;
import org.trunkline.testkit.node.FakeNode;
import org.trunkline.ui.ActiveNode;
import org.trunkline.ui.DeskCommands;
import org.trunkline.ui.uitest.Desk;

/** A subscriber on its editor: its ring groups, and the card of its phone. */
class SubscriberTest {
    private static final String SAVE = "org.eclipse.ui.file.save";

    private final FakeNode node = new FakeNode();
    private ServiceRegistration<Node> registration;

    @BeforeEach
    void begin() throws NodeUnavailableException {
        for (String name : List.of("anna", "bo"))
            node.subscribers().create(new Subscriber(name, Secret.of("a-good-one"), "", true, CallHandling.PLAIN, Srtp.OFFER));
        node.ringGroups().create(new RingGroup("sales", Optional.of("600"), List.of("bo", "anna"), RingGroup.Strategy.IN_ORDER, 20, Optional.empty()));
        node.ringGroups().create(new RingGroup("night", Optional.empty(), List.of("bo"), RingGroup.Strategy.ALL, 20, Optional.empty()));
        registration = FrameworkUtil.getBundle(SubscriberTest.class).getBundleContext().registerService(Node.class, node,
                null);
        Desk.await("the node", () -> PlatformUI.getWorkbench().getService(ActiveNode.class).node()
                .equals(Optional.of(node)));
        Desk.command(DeskCommands.EDIT, Map.of(DeskCommands.EDIT_KIND, "subscriber", DeskCommands.EDIT_KEY, "anna"));
        Desk.awaitWords("Subscriber anna");
    }

    @AfterEach
    void end() {
        Desk.ui(() -> List.of(Display.getDefault().getShells()).stream().filter(s -> s.getText().startsWith("Phone card of"))
                .forEach(Shell::close));
        if (Desk.isOn("Revert"))
            Desk.click(Desk.button("Revert"));
        registration.unregister();
    }

    private static org.eclipse.swt.widgets.List groups() {
        return Desk.field(org.eclipse.swt.widgets.List.class, "ringGroups");
    }

    private static void awaitGroups(String... lines) {
        Desk.await(String.join(", ", lines), () -> List.of(groups().getItems()).equals(List.of(lines)));
    }

    @Test
    void aGroupIsEnteredAndLeftWhereTheSubscriberIsEdited() throws NodeUnavailableException {
        awaitGroups("sales – 600 – 2 of 2");
        Desk.awaitWords("Performed by the other phone if it supports REFER");
        Desk.await("the group to enter", () -> Desk.isOn("Add"));
        Desk.click(Desk.button("Add"));
        awaitGroups("sales – 600 – 2 of 2", "night – all at once");
        Desk.picture("subscriber-ring-groups");
        Desk.command(SAVE, Map.of());
        Desk.await("the new member", () -> members("night").equals(List.of("bo", "anna")));
        awaitGroups("night – all at once", "sales – 600 – 2 of 2");

        Desk.ui(() -> {
            groups().setSelection(1);
            groups().notifyListeners(SWT.KeyDown, key(SWT.DEL));
        });
        Desk.await("Save", () -> Desk.isOn("Save"));
        Desk.command(SAVE, Map.of());
        Desk.await("anna gone", () -> members("sales").equals(List.of("bo")));
    }

    @Test
    void enterOpensTheGroup() {
        awaitGroups("sales – 600 – 2 of 2");
        Desk.ui(() -> {
            groups().setSelection(0);
            groups().notifyListeners(SWT.DefaultSelection, new Event());
        });
        Desk.awaitWords("Ring group sales");
        assertEquals(List.of("bo", "anna"), Desk.ui(() -> List.of(Desk.look(org.eclipse.swt.widgets.List.class,
                l -> "members".equals(l.getData("field"))).orElseThrow().getItems())));
    }

    private static Event key(int code) {
        var event = new Event();
        event.keyCode = code;
        return event;
    }

    private List<String> members(String group) {
        try {
            return node.ringGroups().find(group).orElseThrow().members();
        } catch (NodeUnavailableException e) {
            throw new AssertionError(e);
        }
    }

    private static String field(String name) {
        return Desk.ui(() -> Desk.look(Text.class, t -> name.equals(t.getData("field"))).map(Text::getText).orElse(""));
    }

    /** From the menu of its row: the dialog stays for the next number, and says what became of each. */
    @Test
    void theNodeCallsANumberFromTheSubscribersPhones() {
        Desk.ui(() -> {
            Menu menu = Desk.find(NatTable.class, "of subscribers", t -> t.getMenu() != null).getMenu();
            menu.notifyListeners(SWT.Show, new Event());
            List.of(menu.getItems()).stream().filter(item -> item.getText().equals("Call from its phones…")).findFirst().orElseThrow()
                    .notifyListeners(SWT.Selection, new Event());
        });
        Text number = Desk.field(Text.class, "connect.number");
        Desk.type(number, "+46701234567");
        Desk.ui(() -> number.notifyListeners(SWT.DefaultSelection, new Event()));
        Desk.awaitWords("Calling the phones of anna. Answer one, and +46701234567 is called.");
        assertEquals(List.of(new CallDraft("anna", "+46701234567")), node.calls().asked());
        Desk.picture("subscriber-call");
        Desk.ui(() -> number.getShell().close());
    }

    @Test
    void theCardOfANewSubscriberShowsThePasswordJustTyped() {
        Desk.command(DeskCommands.NEW, Map.of(DeskCommands.NEW_KIND, "subscriber"));
        Desk.type(Desk.field(Text.class, "username"), "eva");
        Desk.type(Desk.field(Text.class, "password"), "correct & horse");
        Desk.await("Save", () -> Desk.isOn("Save"));
        Desk.click(Desk.button("Save"));
        Desk.click(Desk.button("Phone card…"));
        Desk.await("the card", () -> field("card.password").equals("correct & horse"));
        assertEquals(List.of("192.0.2.10", "5060", "UDP", "eva"), List.of(field("card.server"), field("card.port"),
                field("card.transport"), field("card.user")));
        Desk.awaitWords("The password is shown this once.");
        Desk.awaitWords("https://192.0.2.10:8060/provision/token-eva/yealink/phone.cfg");
        Desk.picture("phone-card");
        Desk.click(Desk.button("Copy all"));
        assertTrue(Desk.ui(SubscriberTest::clipboard).contains("Password: correct & horse"));

        var listener = Desk.find(Combo.class, "the listeners", c -> List.of(c.getItems()).contains("192.0.2.10:5061 TLS"));
        Desk.ui(() -> {
            listener.select(1);
            listener.notifyListeners(SWT.Selection, new Event());
        });
        Desk.await("the card of TLS", () -> field("card.port").equals("5061") && field("card.transport").equals("TLS"));
        assertEquals("correct & horse", field("card.password"));
        Desk.click(Desk.button("Close"));
    }

    @Test
    void aCardIsRevokedAfterAQuestion() throws Exception {
        node.phones().card("anna", PhoneCardRequest.NEW_PASSWORD);
        Desk.ui(() -> {
            Menu menu = Desk.find(NatTable.class, "of subscribers", t -> t.getMenu() != null).getMenu();
            menu.notifyListeners(SWT.Show, new Event());
            List.of(menu.getItems()).stream().filter(item -> item.getText().equals("Revoke phone card…")).findFirst().orElseThrow()
                    .notifyListeners(SWT.Selection, new Event());
        });
        Desk.awaitWords("Phones of anna will find no settings at the address of their phone card any more.");
        assertTrue(node.phones().fetch("token-anna", "yealink/phone.cfg").isPresent(), "nothing happens before the answer");
        Desk.click(Desk.button("Revoke card"));
        Desk.await("the end of the card", this::noSettings);
    }

    private boolean noSettings() {
        try {
            return node.phones().fetch("token-anna", "yealink/phone.cfg").isEmpty();
        } catch (NodeUnavailableException e) {
            throw new AssertionError(e);
        }
    }

    private static String clipboard() {
        var clipboard = new Clipboard(Display.getDefault());
        try {
            return String.valueOf(clipboard.getContents(TextTransfer.getInstance()));
        } finally {
            clipboard.dispose();
        }
    }
}
