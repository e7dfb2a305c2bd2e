package org.trunkline.ui.uitest.phone;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

import javax.imageio.ImageIO;

import org.eclipse.jface.preference.PreferenceDialog;
import org.eclipse.jface.viewers.StructuredSelection;
import org.eclipse.nebula.widgets.nattable.NatTable;
import org.eclipse.nebula.widgets.nattable.viewport.command.ViewportSelectRowCommand;
import org.eclipse.swt.SWT;
import org.eclipse.swt.custom.CTabFolder;
import org.eclipse.swt.custom.StyledText;
import org.eclipse.swt.dnd.Clipboard;
import org.eclipse.swt.dnd.FileTransfer;
import org.eclipse.swt.dnd.Transfer;
import org.eclipse.swt.graphics.GC;
import org.eclipse.swt.graphics.Image;
import org.eclipse.swt.graphics.Rectangle;
import org.eclipse.swt.widgets.Button;
import org.eclipse.swt.widgets.Canvas;
import org.eclipse.swt.widgets.Combo;
import org.eclipse.swt.widgets.Display;
import org.eclipse.swt.widgets.Event;
import org.eclipse.swt.widgets.Label;
import org.eclipse.swt.widgets.ProgressBar;
import org.eclipse.swt.widgets.Shell;
import org.eclipse.swt.widgets.Table;
import org.eclipse.swt.widgets.TableItem;
import org.eclipse.swt.widgets.Text;
import org.eclipse.ui.PlatformUI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkUtil;
import org.trunkline.api.NodeUnavailableException;
import org.trunkline.api.call.LiveCalls.CallDraft;
import org.trunkline.api.node.NodeConnector;
import org.trunkline.api.plugin.PluginAbout;
import org.trunkline.api.plugin.PluginEntries;
import org.trunkline.domain.config.CallHandling;
import org.trunkline.domain.config.Srtp;
import org.trunkline.domain.config.Subscriber;
import org.trunkline.domain.config.Trunk;
import org.trunkline.domain.part.LocalizableText;
import org.trunkline.domain.schema.Secret;
import org.trunkline.phone.LineState;
import org.trunkline.phone.LineState.State;
import org.trunkline.phone.SoundDevice;
import org.trunkline.phone.SoundQuality;
import org.trunkline.phone.message.PhoneMessage;
import org.trunkline.phone.presence.Presence;
import org.trunkline.phone.presence.RingingCall;
import org.trunkline.phone.presence.UserPresence;
import org.trunkline.testkit.FakeDirectory;
import org.trunkline.testkit.Samples;
import org.trunkline.testkit.node.FakeNode;
import org.trunkline.testkit.node.PluginSamples;
import org.trunkline.ui.ActiveNode;
import org.trunkline.ui.DeskCommands;
import org.trunkline.ui.uitest.Desk;
import org.trunkline.ui.uitest.Keys;

/** The phone of the desk, from the empty view to a call, with a phone that the test plays. */
class PhoneTest {
    private static final int LADDER_TAB = 2;

    @RegisterExtension
    final PhoneDesk desk = new PhoneDesk();
    private final FakePhone phone = desk.phone;
    private final FakeNode node = desk.node;

    /** A desk without sound is the remote control of a desk phone. */
    @Test
    void thePhonesOfTheSubscriberCanRingInstead() throws NodeUnavailableException {
        PhoneDesk.becomePhoneOfAnna();
        Combo caller = Desk.find(Combo.class, "what calls", c -> c.getItemCount() == 2 && c.getItem(1).startsWith("Ring the phones of "));
        Desk.ui(() -> {
            caller.select(1);
            caller.notifyListeners(SWT.Selection, new Event());
        });
        Desk.ui(() -> DeskCommands.call("bo"));
        Desk.awaitWords("Calling the phones of anna. Answer one, and bo is called.");
        assertEquals(List.of(new CallDraft("anna", "bo")), node.calls().asked());
        assertEquals(List.of("anna"), phone.left());
        Desk.picture("phone-rings-others");
        node.subscribers().delete("anna");
        Desk.ui(() -> DeskCommands.call("bo"));
        Desk.awaitWords("Subscriber anna does not exist.");
        assertEquals(List.of(), phone.state().lines(), "this desk calls nobody");
    }

    @Test
    void aNumberIsCalledOverAChosenTrunk() throws NodeUnavailableException {
        for (String name : List.of("Carrier B", "Telia A"))
            node.trunks().create(FakeDirectory.trunk(name, "192.0.2.1"));
        PhoneDesk.becomePhoneOfAnna();
        Desk.ui(() -> DeskCommands.callOver("+46701234567"));
        Combo trunk = Desk.field(Combo.class, "over.trunk");
        Desk.await("the trunks, that of the route first", () -> Desk.ui(() -> List.of(trunk.getItems()).equals(List.of("Telia A", "Carrier B"))
                && trunk.getSelectionIndex() == 0));
        assertEquals("+46701234567", Desk.ui(() -> Desk.field(Text.class, "over.number").getText()));
        assertEquals("anna", Desk.ui(() -> Desk.field(Text.class, "over.subscriber").getText()));
        Desk.picture("phone-call-over");
        Desk.ui(() -> trunk.select(1));
        var dialog = Desk.ui(trunk::getShell);
        Desk.click(Desk.find(Button.class, "to call", b -> b == dialog.getDefaultButton()));
        Desk.awaitWords("Calling the phones of anna. Answer one, and +46701234567 is called.");
        assertEquals(List.of("Carrier B"), node.calls().over());
        assertEquals(List.of(new CallDraft("anna", "+46701234567")), node.calls().asked());
        Desk.ui(dialog::close);
    }

    @Test
    void aCallThatRingsAtAColleagueIsPickedUp() throws NodeUnavailableException {
        onFloorTwo("anna");
        onFloorTwo("bo");
        PhoneDesk.becomePhoneOfAnna();
        Desk.await("the colleagues", () -> phone.lamps().watched().equals(List.of("bo")));
        phone.lamps().rings(new RingingCall("bo", "+46701234567", "Cecilia", "c;to-tag=a;from-tag=b"));
        Desk.awaitWords("Cecilia  +46701234567");
        Desk.picture("phone-pickup");
        Desk.click(Desk.button("&Pick up"));
        Desk.await("the call", () -> phone.state().lines().size() == 1);
        assertEquals("+46701234567", phone.state().lines().getFirst().number());
        Desk.awaitWords("Talking");
    }

    private void onFloorTwo(String name) throws NodeUnavailableException {
        var s = node.subscribers().find(name).orElseThrow();
        var h = s.handling();
        node.subscribers().replace(name, new Subscriber(name, Secret.of("a-good-one"), s.displayName(), true, new CallHandling(h.forwardAlways(),
                h.forwardBusy(), h.forwardNoAnswer(), h.noAnswerSeconds(), h.forwardUnreachable(), h.doNotDisturb(), h.callLimit(),
                List.of("floor-2")), Srtp.OFFER));
    }

    @Test
    void aCallIsPickedUpWhileThePhoneIsNotShown() throws NodeUnavailableException {
        onFloorTwo("anna");
        PhoneDesk.becomePhoneOfAnna();
        Desk.perspective("operations");
        Desk.ui(() -> {
            var page = Desk.window().getActivePage();
            Stream.of(page.getOpenPerspectives()).filter(it -> it.getId().endsWith(".phone")).forEach(it -> page.closePerspective(it, false, false));
            Optional.ofNullable(page.findView("org.trunkline.ui.phone.lines")).ifPresent(page::hideView); // others may have left it here
        });
        assertTrue(Desk.ui(() -> Stream.of(Desk.window().getActivePage().getViewReferences())
                .noneMatch(it -> it.getId().equals("org.trunkline.ui.phone.lines"))));
        onFloorTwo("bo");
        Desk.await("the colleagues", () -> phone.lamps().watched().equals(List.of("bo")));
        phone.lamps().rings(new RingingCall("bo", "+46701234567", "Cecilia", "c;to-tag=a;from-tag=b"));
        Desk.await("the call", () -> {
            Desk.command("org.trunkline.ui.phone.pickUp", Map.of());
            return phone.state().lines().size() == 1;
        });
        Desk.perspective("phone");
    }

    @Test
    void aSubscriberIsFoundByTyping() {
        Desk.click(Desk.button("&Use this desk as a phone of…"));
        Combo subscriber = Desk.field(Combo.class, "subscriber.name");
        Desk.await("the subscribers", () -> Desk.ui(subscriber::getItemCount) == 2);
        Desk.click(Desk.button("&Use this desk as a phone of…"));
        assertEquals(1, Desk.ui(() -> Stream.of(Display.getDefault().getShells()).filter(s -> s.getText().equals("Use this desk as a phone")).count()));
        type(subscriber, "nobody");
        Desk.awaitWords("No subscriber has this name.");
        assertFalse(Desk.ui(() -> Desk.button("&Use").isEnabled()));
        type(subscriber, "Bo B");
        Desk.await("the one found", () -> Desk.ui(subscriber::getItemCount) == 1);
        type(subscriber, "bo");
        Desk.click(Desk.button("&Use"));
        Desk.awaitWords("Registered as bo@127.0.0.1");
    }

    private static void type(Combo field, String text) {
        Desk.ui(() -> {
            field.setText(text);
            return true;
        });
    }

    @Test
    void aDeskBecomesAPhoneInTwoActionsAndCallsByName() {
        PhoneDesk.becomePhoneOfAnna();
        var account = phone.accounts().getFirst();
        assertEquals("anna", account.user());
        assertEquals("ws://127.0.0.1:5066", account.server().toString());
        assertFalse(account.password().isEmpty());
        Text dial = Desk.field(Text.class, "dial");
        Desk.ui(() -> {
            dial.setFocus();
            return true;
        });
        Desk.type(dial, "Bo B");
        Desk.await("the offer", () -> Desk.look(Table.class, t -> t.getItemCount() == 1 && t.getColumnCount() == 3
                && t.getItem(0).getText(1).equals("Bo Bo")).isPresent());
        Desk.picture("phone-dial");
        Desk.ui(() -> dial.notifyListeners(SWT.DefaultSelection, new Event()));
        Desk.await("the call", () -> phone.state().lines().size() == 1);
        assertEquals("bo", phone.state().lines().getFirst().number());
        Desk.awaitWords("Calling…");
        phone.becomes("line1", State.TALKING);
        Desk.awaitWords("Talking");
        phone.sounds("line1", new SoundQuality(new SoundQuality.Way("opus", 0, 6, 0.3, 3.8), new SoundQuality.Way("PCMA", 4, 3, 0.1, 3.4), 40));
        Desk.awaitWords("Your upload loses 4%. MOS 3.8 fair, upload 3.4 poor, opus");
        Desk.awaitWords("Download: loss 0%, jitter 6 ms, opus\nUpload: loss 4%, jitter 3 ms, PCMA\nRound trip 40 ms");
        for (var words : List.of("Your upload loses", "Download: loss"))
            Desk.await("room for " + words, () -> Desk.look(Label.class, label -> label.getText().startsWith(words)).filter(PhoneTest::hasRoom).isPresent());
        phone.notice("line1", LocalizableText.words("The headset was unplugged: the loudspeaker took over."));
        Desk.awaitWords("The headset was unplugged");
        Desk.picture("phone-talking");
        Desk.theme(true);
        Desk.picture("phone-talking-dark");
        Desk.theme(false);
        Desk.click(Desk.button("&Mute"));
        Desk.awaitWords("Talking, microphone muted");
        Desk.click(Desk.button("&Keypad"));
        Desk.click(Desk.button("5"));
        assertEquals(List.of("line1 5"), phone.keys());
        Desk.click(Desk.button("&Transfer…"));
        Text to = Desk.field(Text.class, "transfer.to");
        Desk.type(to, "+46701234567");
        Desk.picture("phone-transfer");
        Desk.click(Desk.button("Trans&fer"));
        Desk.await("the transfer", () -> phone.keys().contains("line1 to +46701234567"));
    }

    private static boolean hasRoom(Label label) {
        var size = label.getSize();
        boolean wraps = (label.getStyle() & SWT.WRAP) != 0;
        var needed = label.computeSize(wraps ? size.x : SWT.DEFAULT, SWT.DEFAULT);
        return needed.x <= size.x && needed.y <= size.y;
    }

    @Test
    void h264IsTurnedOnInThePreferences() {
        PhoneDesk.becomePhoneOfAnna();
        PreferenceDialog dialog = PhoneDesk.preferences();
        Button h264 = Desk.field(Button.class, "page.h264");
        assertFalse(Desk.ui(() -> h264.getSelection()));
        Desk.picture("phone-h264");
        Desk.ui(() -> h264.setSelection(true));
        Desk.click(Desk.find(Button.class, "of the preferences", b -> b == dialog.getShell().getDefaultButton()));
        Desk.await("H.264", () -> phone.video().commands().getLast().equals("h264 true"));
        PreferenceDialog again = PhoneDesk.preferences();
        Button stored = Desk.field(Button.class, "page.h264");
        assertTrue(Desk.ui(() -> stored.getSelection()));
        Desk.ui(() -> stored.setSelection(false));
        Desk.click(Desk.find(Button.class, "of the preferences", b -> b == again.getShell().getDefaultButton()));
        Desk.await("VP8 alone", () -> phone.video().commands().getLast().equals("h264 false"));
    }

    @Test
    void aCallIsParkedByAButton() {
        PhoneDesk.becomePhoneOfAnna();
        String id = phone.rings("+46701234567", "Cecilia");
        assertTrue(Desk.ui(() -> Desk.look(Button.class, b -> b.getText().equals("Park") && b.isVisible()).isEmpty()), "a call that rings cannot be parked");
        phone.answer(id);
        Desk.click(Desk.find(Button.class, "to park", b -> b.getText().equals("Park") && b.isVisible()));
        Desk.await("the transfer", () -> phone.keys().contains(id + " to " + LineState.PARK));
    }

    private void addAccount(int connection, String server) {
        Combo how = Desk.field(Combo.class, "account.connection");
        choose(how, connection);
        Desk.type(Desk.field(Text.class, "account.server"), server);
        Desk.type(Desk.field(Text.class, "account.domain"), "sip.example.com");
        Desk.type(Desk.field(Text.class, "account.user"), "anna");
        Desk.type(Desk.field(Text.class, "account.password"), "a-good-one");
        Desk.click(Desk.find(Button.class, "of the account", b -> b == how.getShell().getDefaultButton()));
        Desk.awaitWords("Registered as anna@sip.example.com");
    }

    /** A REFER to a slot of a node, and a record of it, mean nothing at a provider. */
    @Test
    void whatOnlyANodeCanDoIsOffAtAnotherServer() {
        Desk.click(Desk.button("Add &another SIP account…"));
        addAccount(1, "sip.example.com");
        for (String number : List.of("+46701234567", "+46701234568"))
            phone.answer(phone.rings(number, ""));
        Desk.awaitWords("+46701234568");
        for (String name : List.of("Park", "&Details")) {
            Button button = Desk.button(name);
            assertFalse(Desk.ui(button::isEnabled), name);
            assertEquals("Works only with an account of a Trunkline node. This call is at sip.example.com.", Desk.ui(button::getToolTipText));
        }
        assertTrue(Desk.isOn("H&old"), "what any server can do stays on");
        Desk.picture("phone-at-another-server");
    }

    /** The desk itself lets both hear each other. */
    @Test
    void twoCallsAtAnotherServerAreAConferenceOfTheDesk() {
        Desk.click(Desk.button("Add &another SIP account…"));
        addAccount(1, "sip.example.com");
        for (String number : List.of("+46701234567", "+46701234568"))
            phone.answer(phone.rings(number, ""));
        Desk.awaitWords("+46701234568");
        Desk.click(Desk.button("Confe&rence"));
        Desk.await("both in it", () -> phone.state().lines().stream().allMatch(LineState::together));
        Desk.awaitWords("Talking, in a conference");
        Button separate = Desk.button("Sepa&rate");
        assertEquals("Takes the call out of the conference and puts it on hold; the others continue", Desk.ui(separate::getToolTipText));
        Desk.picture("phone-conference-elsewhere");
        Desk.click(separate);
        Desk.awaitWords("On hold");
        Desk.await("no conference", () -> !Desk.shows("in a conference"));
        assertTrue(Desk.isOn("Confe&rence"));
    }

    private static void awaitLiveLadder() {
        CTabFolder tabs = Desk.find(CTabFolder.class, "of the call", f -> f.getItemCount() > LADDER_TAB && f.getItem(LADDER_TAB).getText().equals("Ladder"));
        Desk.ui(() -> {
            tabs.setSelection(LADDER_TAB);
            tabs.notifyListeners(SWT.Selection, new Event());
        });
        Desk.find(StyledText.class, "the first message", t -> t.getText().startsWith("INVITE sip:0812345678"));
        Desk.ui(() -> {
            tabs.setSelection(0); // as other tests expect it
            tabs.notifyListeners(SWT.Selection, new Event());
        });
        Desk.find(StyledText.class, "the call in progress", t -> t.getText().contains("In progress for"));
    }

    /** The node of the call is not always the one that the desk shows. */
    @Test
    void detailsShowTheLadderOfTheCallAtItsNode() throws NodeUnavailableException {
        PhoneDesk.becomePhoneOfAnna();
        Desk.command(DeskCommands.CALL, Map.of(DeskCommands.CALL_NUMBER, "0812345678"));
        Desk.await("the call", () -> phone.state().lines().size() == 1);
        phone.becomes(phone.state().lines().getFirst().id(), State.TALKING);
        Desk.click(Desk.button("&Details"));
        Desk.awaitWords("This call is not among the calls of the embedded node yet.");
        node.calls().set(List.of(Samples.call(1)));
        Desk.click(Desk.button("&Details"));
        awaitLiveLadder();
        Desk.picture("phone-details");
        Desk.perspective("phone");
        var remote = new FakeNode("http://192.0.2.10:8060");
        remote.calls().set(List.of(Samples.call(2)));
        var connector = FrameworkUtil.getBundle(PhoneTest.class).getBundleContext().registerService(NodeConnector.class, (url, token) -> remote,
                FrameworkUtil.asDictionary(Map.of(Constants.SERVICE_RANKING, 100)));
        var active = PlatformUI.getWorkbench().getService(ActiveNode.class);
        try {
            active.connect(URI.create("http://192.0.2.10:8060"), "token");
            Desk.await("the other node", () -> active.node().equals(Optional.of(remote)));
            Desk.click(Desk.button("&Details"));
            Desk.awaitWords("The desk shows 192.0.2.10:8060, but this call is at the embedded node.");
            Desk.picture("phone-details-elsewhere");
            Desk.click(Desk.button("Show the embedded node"));
            Desk.await("its node", () -> active.node().equals(Optional.of(node)));
            awaitLiveLadder();
        } finally {
            active.useEmbedded();
            connector.unregister();
        }
    }

    @Test
    void twoCallsAndTheUserComeTogether() {
        PhoneDesk.becomePhoneOfAnna();
        String first = phone.rings("+46701234567", "Cecilia");
        phone.answer(first);
        String second = phone.rings("bo", "Bo");
        phone.answer(second);
        Desk.awaitWords("Bo  bo");
        Desk.picture("phone-two-calls");
        Desk.click(Desk.find(Button.class, "to bring together", b -> b.getText().equals("Confe&rence") && b.isVisible()));
        Desk.await("the conference", () -> phone.keys().stream().anyMatch(key -> Set.of(first + " and " + second, second + " and " + first).contains(key)));
        Desk.awaitWords("Conference");
        Desk.picture("phone-conference");
        phone.over();
        String alone = phone.rings("bo", "Bo");
        phone.answer(alone);
        Desk.awaitWords("Bo  bo");
        assertFalse(Desk.isOn("Confe&rence"), "one call has nobody to come together with");
    }

    @Test
    void aCallThatRingsIsForwarded() {
        PhoneDesk.becomePhoneOfAnna();
        String id = phone.rings("+46701234567", "Cecilia");
        Desk.click(Desk.button("&Forward…"));
        Text to = Desk.field(Text.class, "transfer.to");
        Desk.ui(() -> to.setText("bo"));
        Desk.awaitWords("Forward to");
        Desk.picture("phone-forward");
        Desk.click(Desk.button("&Forward call"));
        Desk.await("the forwarding", () -> phone.keys().contains(id + " to bo"));
    }

    @Test
    void aCommandCallsAndSaysWhyNot() {
        PhoneDesk.becomePhoneOfAnna();
        Desk.perspective("operations");
        Desk.command(DeskCommands.CALL, Map.of(DeskCommands.CALL_NUMBER, "+46701234567"));
        Desk.await("the call", () -> phone.state().lines().size() == 1);
        Desk.awaitWords("Calling…");
        Desk.picture("phone-in-operations");
        phone.over();
        Desk.command(DeskCommands.CALL, Map.of(DeskCommands.CALL_NUMBER, "nowhere"));
        Desk.awaitWords("nowhere cannot be called");
    }

    /** The button, and the key from any view; the desk may have begun after the call, which the node knows still. */
    @Test
    void theLastNumberIsCalledAgain() {
        PhoneDesk.becomePhoneOfAnna();
        Desk.command(DeskCommands.CALL, Map.of(DeskCommands.CALL_NUMBER, "+46701234567"));
        Desk.await("the call", () -> phone.state().lines().size() == 1);
        phone.over();
        Desk.awaitWords("No calls.");
        Desk.click(Desk.button("&Redial"));
        Desk.await("the second", () -> phone.state().lines().size() == 1);
        assertEquals("+46701234567", phone.state().lines().getFirst().number());
        phone.over();
        Desk.picture("phone-redial");
        Desk.perspective("operations");
        Keys.begin();
        Keys.strike(Keys.CONTROL, Keys.SHIFT, 'r');
        Desk.await("the third", () -> phone.state().lines().size() == 1);
        assertEquals("+46701234567", phone.state().lines().getFirst().number());
    }

    private static PluginAbout.Field text(String name) {
        return new PluginAbout.Field(name, "text", Map.of("en", name), Map.of(), true, false, "", "", "", "", Map.of());
    }

    /** Only where the node has scheduled calls, which a plug-in brings. */
    @Test
    void aCallIsScheduledForLater() {
        PhoneDesk.becomePhoneOfAnna();
        assertFalse(Desk.isOn("Call &later…"));
        node.entries().also(new PluginEntries.Kind("schedule", "call", Map.of("en", "Scheduled calls"), "name",
                List.of(text("name"), text("number"), text("subscribers"))));
        node.plugins().put(PluginSamples.crm()); // the desk looks again
        Text dial = Desk.field(Text.class, "dial");
        Desk.type(dial, "+46701234567");
        Button later = Desk.button("Call &later…");
        Desk.picture("phone-call-later");
        Desk.click(later);
        Desk.awaitWords("Scheduled calls: new entry");
        assertEquals("+46701234567", Desk.ui(() -> Desk.field(Text.class, "number").getText()));
        assertEquals("anna", Desk.ui(() -> Desk.field(Text.class, "subscribers").getText()));
        Desk.picture("phone-call-later-editor");
        Desk.click(Desk.button("Revert"));
        Desk.perspective("operations");
        node.calls().set(List.of(Samples.call(1)));
        var selection = Desk.view("org.trunkline.ui.calls.live").getViewSite().getSelectionProvider();
        Desk.await("the number's menu", () -> {
            selection.setSelection(new StructuredSelection(Samples.id(1)));
            return Desk.look(NatTable.class, t -> t.isVisible() && t.getMenu() != null && t.getColumnCount() > 1
                    && "State".equals(t.getDataValueByPosition(0, 0))).filter(table -> {
                        table.getMenu().notifyListeners(SWT.Show, new Event());
                        return Stream.of(table.getMenu().getItems()).anyMatch(item -> item.getText().equals("Call +46812345678 la&ter…"));
                    }).isPresent();
        });
    }

    private static NatTable recentCalls() {
        Desk.open("org.trunkline.ui.phone.recent");
        return Desk.find(NatTable.class, "of recent calls", t -> t.isVisible() && t.getColumnCount() > 2 && "Number".equals(t.getDataValueByPosition(2, 0)));
    }

    @Test
    void aRecentCallIsCalledAgainAndItsRecordShown() {
        node.cdrs().add(Samples.cdr(1));
        PhoneDesk.becomePhoneOfAnna();
        NatTable table = recentCalls();
        Desk.await("its row", () -> cell(table, 2, 1).contains("0812345678") || cell(table, 2, 1).contains("+46812345678"));
        Desk.picture("phone-recent");
        Desk.ui(() -> {
            table.doCommand(new ViewportSelectRowCommand(table, 1, false, false)); // as the first click does
            var row = table.getBoundsByPosition(2, 1);
            var click = new Event();
            click.x = row.x + row.width / 2;
            click.y = row.y + row.height / 2;
            click.button = 1;
            click.count = 2;
            table.notifyListeners(SWT.MouseDoubleClick, click);
        });
        Desk.await("the call", () -> phone.state().lines().size() == 1);
        assertTrue(cell(table, 2, 1).startsWith(phone.state().lines().getFirst().number()), cell(table, 2, 1));
        PhoneDesk.press(table, SWT.ARROW_DOWN);
        Desk.await("the record in its menu", () -> {
            var menu = table.getMenu();
            menu.notifyListeners(SWT.Show, new Event());
            var found = Stream.of(menu.getItems()).filter(item -> item.getText().equals("Show &record")).findFirst();
            found.ifPresent(item -> item.notifyListeners(SWT.Selection, new Event()));
            return found.isPresent();
        });
        Desk.awaitWords("1 call");
        assertEquals("org.trunkline.ui.perspective.records", Desk.ui(() -> Desk.window().getActivePage().getPerspective().getId()));
    }

    /** Until the user sees the list. */
    @Test
    void aMissedCallIsMarkedOnTheTab() {
        PhoneDesk.becomePhoneOfAnna();
        Keys.begin();
        var recent = Desk.view("org.trunkline.ui.phone.recent");
        Desk.ui(() -> Desk.window().getActivePage().activate(recent));
        Desk.await("none of other tests", () -> recent.getTitle().equals("Recent calls"));
        Desk.command("org.trunkline.ui.phone.messages", Map.of());
        phone.hangUp(phone.rings("+46701234567", "Cecilia"));
        Desk.await("the mark", () -> recent.getTitle().equals("Recent calls (1 missed)"));
        Desk.picture("phone-missed");
        Desk.ui(() -> Desk.window().getActivePage().activate(recent));
        Desk.await("no mark", () -> recent.getTitle().equals("Recent calls"));
    }

    private static List<Rectangle> sharingBars() {
        return Desk.ui(() -> Stream.of(Display.getDefault().getShells()).filter(s -> s.isVisible() && s.getText().equals("You share: Screen 1"))
                .map(Shell::getBounds).toList());
    }

    /** The bar of a call never covers that of another one, and none stays when the desk is no phone any more. */
    @Test
    void twoCallsShareTheScreen() {
        PhoneDesk.becomePhoneOfAnna();
        String one = phone.rings("+46701234567", "Cecilia");
        String two = phone.rings("+46701234568", "Doris");
        for (String each : List.of(one, two)) {
            phone.answer(each);
            phone.video().send(each, FakeVideo.SCREEN);
        }
        Desk.await("two bars", () -> sharingBars().size() == 2);
        phone.video().stop(one);
        Desk.await("one bar", () -> sharingBars().size() == 1);
        phone.video().send(one, FakeVideo.SCREEN);
        Desk.await("two bars again", () -> sharingBars().size() == 2);
        List<Rectangle> bars = sharingBars();
        assertFalse(bars.getFirst().intersects(bars.getLast()), bars.toString());
        desk.removeAccounts();
        Desk.await("no bar", () -> sharingBars().isEmpty());
    }

    /** Asked for, seen, shown to the other side, in a window of its own, full screen, and off again. */
    @Test
    void videoIsTakenAndTheScreenShared() {
        PhoneDesk.becomePhoneOfAnna();
        String id = phone.rings("+46701234567", "Cecilia");
        PhoneDesk.popup();
        Desk.command("org.trunkline.ui.phone.answer", Map.of());
        Desk.await("the answer", () -> phone.state().lines().getFirst().state() == State.TALKING);
        phone.video().asks(id);
        Desk.awaitWords("The other side wants to show you video.");
        Desk.picture("phone-video-asked");
        Desk.click(Desk.button("&Show video"));
        Canvas screen = Desk.field(Canvas.class, "video.screen");
        Desk.awaitWords("Video here: 640 × 360 at 30 frames/s.");
        Desk.click(Desk.button("&Video or share…"));
        Table sources = Desk.field(Table.class, "share.sources");
        Desk.await("the sources", () -> Desk.ui(() -> sources.getItemCount() == 3));
        assertEquals(List.of("Camera: Desk camera", "Screen 1", "Window: Invoice - Writer"),
                Desk.ui(() -> Stream.of(sources.getItems()).map(TableItem::getText).toList()));
        assertTrue(Desk.ui(() -> Stream.of(sources.getItems()).allMatch(i -> i.getImage().getBounds().width == 160)));
        Desk.picture("phone-share");
        Desk.ui(() -> {
            sources.select(1);
            sources.notifyListeners(SWT.Selection, new Event());
            return true;
        });
        Desk.click(Desk.find(Button.class, "to show", b -> b.getText().equals("&Show") && b.getShell() == sources.getShell()));
        Desk.await("the command", () -> phone.video().commands().contains("send SCREEN"));
        Desk.awaitWords("You share: Screen 1");
        Shell bar = Desk.await("the bar", Duration.ofSeconds(30), () -> Desk.ui(() -> Stream.of(Display.getDefault().getShells())
                .filter(s -> s.isVisible() && s.getText().equals("You share: Screen 1")).findFirst()));
        Desk.picture("phone-video");
        Desk.theme(true);
        Desk.picture("phone-video-dark");
        Desk.theme(false);
        assertTrue(Desk.ui(() -> colours(screen)) > 20, "the picture is painted");
        phone.video().is(id, true, true);
        Desk.awaitWords("Your video is paused because the link is too weak for it");
        Desk.picture("phone-video-weak");
        Desk.click(Desk.button("Separate &window"));
        Shell window = Desk.await("the window", Duration.ofSeconds(30), () -> Desk.ui(() -> Stream.of(Display.getDefault().getShells())
                .filter(s -> s.isVisible() && s.getText().startsWith("Video with Cecilia")).findFirst()));
        Desk.await("not docked", screen::isDisposed);
        Desk.picture("phone-video-window");
        Desk.ui(() -> {
            window.close();
            return true;
        });
        Canvas again = Desk.field(Canvas.class, "video.screen");
        Desk.ui(() -> {
            again.notifyListeners(SWT.MouseDoubleClick, new Event());
            return true;
        });
        Shell full = Desk.await("the full screen", Duration.ofSeconds(30), () -> Desk.ui(() -> Stream.of(Display.getDefault().getShells())
                .filter(s -> s.isVisible() && s.getFullScreen()).findFirst()));
        Canvas whole = Desk.find(Canvas.class, "full screen", c -> "video.screen".equals(c.getData("field")) && c.getShell() == full);
        Desk.ui(() -> {
            var escape = new Event();
            escape.character = SWT.ESC;
            whole.notifyListeners(SWT.KeyDown, escape);
            return true;
        });
        Desk.await("no full screen", full::isDisposed);
        Desk.ui(() -> {
            var page = Desk.window().getActivePage();
            page.hideView(page.findView("org.trunkline.ui.phone.lines"));
            return true;
        });
        Desk.await("no picture without the view", () -> Desk.look(Canvas.class, c -> "video.screen".equals(c.getData("field"))).isEmpty());
        Desk.click(Desk.find(Button.class, "in the bar", b -> b.getShell() == bar));
        Desk.await("the stop", () -> phone.video().commands().contains("stop"));
        Desk.await("no bar", bar::isDisposed);
        Desk.command("org.trunkline.ui.phone.show", Map.of());
        Desk.click(Desk.button("Hide v&ideo"));
        Desk.await("no video", () -> Desk.look(Canvas.class, c -> "video.screen".equals(c.getData("field"))).isEmpty());
        phone.video().offers(List.of());
        Desk.click(Desk.button("&Video or share…"));
        Desk.awaitWords("There is no camera on this computer, and no screen can be shared.");
        Table none = Desk.field(Table.class, "share.sources");
        Desk.ui(() -> {
            none.getShell().close();
            return true;
        });
    }

    private Shell testCallDialog() {
        Desk.command(DeskCommands.EDIT, Map.of(DeskCommands.EDIT_KIND, "trunk", DeskCommands.EDIT_KEY, "Telia"));
        Desk.awaitWords("Trunk Telia");
        Desk.click(Desk.button("Try"));
        Desk.click(Desk.button("Test call…"));
        return Desk.ui(Desk.field(Text.class, "test.number")::getShell);
    }

    private static void choose(Button voice) {
        Desk.ui(() -> {
            Desk.look(Button.class, b -> "test.sound.tone".equals(b.getData("field"))).orElseThrow().setSelection(false);
            voice.setSelection(true);
            voice.notifyListeners(SWT.Selection, new Event());
            return true;
        });
    }

    /** The dialog of test calls says what is missing, and once the desk is a phone its user speaks. */
    @Test
    void aTestCallHasTheVoiceOfTheUser() throws NodeUnavailableException {
        node.trunks().create(Trunk.of("Telia", "sip.telia.example"));
        Shell without = testCallDialog();
        choose(Desk.field(Button.class, "test.sound.voice"));
        Desk.awaitWords("Enter the subscriber whose phones ring first.");
        Desk.picture("test-call-without-phone");
        Desk.ui(() -> without.close());
        Desk.perspective("phone");
        PhoneDesk.becomePhoneOfAnna();
        Shell dialog = testCallDialog();
        choose(Desk.field(Button.class, "test.sound.voice"));
        Desk.awaitWords("The phones of anna at this node ring first. Answer one, and the number is called; then you speak with the far side.");
        Desk.type(Desk.field(Text.class, "test.number"), "+46701234567");
        Desk.picture("test-call-voice");
        Desk.click(Desk.find(Button.class, "to call", b -> b.getText().equals("Call") && b.getShell() == dialog));
        Desk.await("the call", () -> node.trials().placed().stream().anyMatch(draft -> draft.voice().equals(Optional.of("anna"))));
        Desk.ui(() -> dialog.close());
    }

    private static List<Shell> videoWindows() {
        return Desk.ui(() -> Stream.of(Display.getDefault().getShells()).filter(s -> s.isVisible() && s.getText().startsWith("Video with Cecilia")).toList());
    }

    /** The window of a video is the call's: it is there without the view, once with it, and ends with the video. */
    @Test
    void theWindowOfAVideoStaysWithoutTheView() {
        PhoneDesk.becomePhoneOfAnna();
        String id = phone.rings("+46701234567", "Cecilia");
        phone.answer(id);
        phone.video().asks(id);
        Desk.click(Desk.button("&Show video"));
        Desk.click(Desk.button("Separate &window"));
        Desk.await("the window", () -> videoWindows().size() == 1);
        Shell window = videoWindows().getFirst();
        Desk.ui(() -> {
            var page = Desk.window().getActivePage();
            page.hideView(page.findView("org.trunkline.ui.phone.lines"));
            return true;
        });
        phone.video().is(id, false, true);
        assertEquals(List.of(window), videoWindows());
        Desk.command("org.trunkline.ui.phone.show", Map.of());
        Desk.click(Desk.button("Separate &window"));
        assertEquals(List.of(window), videoWindows(), "it is brought to the front, and there is no second one");
        assertTrue(Desk.ui(() -> Desk.look(Canvas.class, c -> "video.screen".equals(c.getData("field")) && c.getShell() != window).isEmpty()),
                "the picture is there once");
        Desk.ui(() -> {
            window.close();
            return true;
        });
        Canvas docked = Desk.field(Canvas.class, "video.screen");
        assertTrue(Desk.ui(() -> docked.getShell() == Desk.window().getShell()), "it is in the view again");
        Desk.click(Desk.button("Separate &window"));
        Desk.await("the window again", () -> videoWindows().size() == 1);
        phone.over();
        Desk.await("no window after the call", () -> videoWindows().isEmpty());
    }

    /** How many different colours a control shows. */
    private static int colours(Canvas canvas) {
        var image = new Image(canvas.getDisplay(), canvas.getSize().x, canvas.getSize().y);
        var gc = new GC(canvas);
        gc.copyArea(image, 0, 0);
        gc.dispose();
        int found = PhoneDesk.colours(image.getImageData());
        image.dispose();
        return found;
    }

    @Test
    void soundIsChosenAndTested() {
        PhoneDesk.becomePhoneOfAnna();
        Combo ring = Desk.field(Combo.class, "sound.ring");
        Desk.await("the devices", () -> ring.getItemCount() == 3);
        Desk.ui(() -> {
            ring.select(2);
            ring.notifyListeners(SWT.Selection, new Event());
        });
        Desk.await("the choice", () -> phone.state().choice().ring().equals("desk"));
        Desk.click(Desk.button("&Test my sound"));
        Desk.awaitWords("Your sound is fine.");
        Desk.picture("phone-sound");
        phone.devices(List.of(new SoundDevice("", "Headset", SoundDevice.Use.LOUDSPEAKER)));
        Desk.awaitWords("The phone uses the devices that the sound settings of this computer prefer.");
        Desk.await("nothing to choose", () -> Desk.ui(() -> !ring.isEnabled()));
    }

    private static void write(Text field, String text) {
        Desk.ui(() -> {
            field.insert(text);
            return true;
        });
    }

    private static void enter(Text field) {
        Desk.ui(() -> {
            var key = new Event();
            key.keyCode = SWT.CR;
            key.character = SWT.CR;
            field.notifyListeners(SWT.KeyDown, key);
            return true;
        });
    }

    /** A picture of the own node is shown; one elsewhere is not fetched; an upload is shown, refused, cancelled and sent. */
    @Test
    void filesAreShownSavedAndSent(@TempDir Path folder) throws IOException {
        PhoneDesk.becomePhoneOfAnna();
        var drawn = new BufferedImage(400, 300, BufferedImage.TYPE_INT_RGB);
        var bytes = new ByteArrayOutputStream();
        ImageIO.write(drawn, "png", bytes);
        var own = phone.files().has("holiday.png", bytes.toByteArray());
        phone.messages().comes("bo", "Bo Bo", own.plain(), Instant.now());
        phone.messages().comes("bo", "Bo Bo", "plan.png (2 MB)\nhttps://elsewhere.example.net/plan.png", Instant.now());
        Desk.command("org.trunkline.ui.phone.messages", Map.of());
        Desk.command(DeskCommands.MESSAGE, Map.of(DeskCommands.MESSAGE_NUMBER, "bo"));
        StyledText transcript = Desk.field(StyledText.class, "message.transcript");
        Desk.await("the picture", () -> Desk.ui(() -> transcript.getText().contains("\ufffc")));
        assertTrue(Desk.ui(() -> transcript.getText().contains("plan.png (2.0 MB) – elsewhere.example.net")));
        assertEquals(List.of("holiday.png"), phone.files().fetched(), "nothing is fetched from elsewhere");
        Desk.picture("phone-files");
        var file = Files.write(folder.resolve("report.pdf"), new byte[2048]);
        assertTrue(Desk.ui(() -> Desk.button("Send &file…").isVisible()));
        Text entry = Desk.field(Text.class, "message.entry");
        paste(entry, file);
        Desk.await("the upload", phone.files()::isUploading);
        phone.files().progresses(0.5);
        ProgressBar bar = Desk.field(ProgressBar.class, "message.upload");
        Desk.await("its progress", () -> Desk.ui(() -> bar.isVisible() && bar.getSelection() == 50));
        Desk.picture("phone-files-upload");
        phone.files().refuses(LocalizableText.words("The node has no more room for files."));
        Desk.awaitWords("The node has no more room for files.");
        paste(entry, file);
        Desk.await("the second upload", phone.files()::isUploading);
        Desk.click(Desk.button("Cancel"));
        Desk.await("its end", () -> phone.files().cancelled().equals(List.of("report.pdf")));
        paste(entry, file);
        Desk.await("the third upload", phone.files()::isUploading);
        phone.files().arrives();
        Desk.await("the message", () -> phone.messages().state().messages().getLast().file().filter(it -> it.name().equals("report.pdf")).isPresent());
        Desk.await("its line", () -> Desk.ui(() -> transcript.getText().contains("report.pdf (2 KB)")));
    }

    /** Files that were copied in a file manager. */
    private static void paste(Text field, Path file) {
        Desk.ui(() -> {
            var clipboard = new Clipboard(Display.getDefault());
            clipboard.setContents(new Object[] {new String[] {file.toString()}}, new Transfer[] {FileTransfer.getInstance()});
            var key = new Event();
            key.keyCode = 'v';
            key.stateMask = SWT.MOD1;
            field.notifyListeners(SWT.KeyDown, key);
            clipboard.dispose();
            return true;
        });
    }


    @Test
    void messagesAreReadWrittenAndSentAgain() {
        PhoneDesk.becomePhoneOfAnna();
        phone.messages().comes("bo", "Bo Bo", "Are you in today?", Instant.now().minus(Duration.ofDays(1)));
        Shell popup = Desk.await("the pop-up", Duration.ofSeconds(30), () -> Desk.ui(() -> Stream.of(Display.getDefault().getShells())
                .filter(s -> s.isVisible() && s.getText().equals("Message: Bo Bo  bo")).findFirst()));
        Desk.picture("phone-message-popup");
        Keys.begin();
        Desk.command("org.trunkline.ui.phone.messages", Map.of());
        NatTable table = Desk.find(NatTable.class, "of conversations", t -> t.isVisible()
                && t.getColumnCount() > 0 && "Contact".equals(t.getDataValueByPosition(0, 0)));
        phone.messages().comes("+46701234567", "", "The line to Malmö is down again 👋", Instant.now());
        Desk.await("both", () -> Desk.ui(() -> table.getRowCount() > 2));
        phone.presence("bo", new UserPresence(Presence.ON_THE_PHONE, "Back at three"));
        Desk.picture("phone-messages");
        assertEquals(2, phone.messages().state().unread(), "none was opened");
        Desk.command(DeskCommands.MESSAGE, Map.of(DeskCommands.MESSAGE_NUMBER, "bo"));
        StyledText transcript = Desk.field(StyledText.class, "message.transcript");
        Desk.await("the conversation", () -> Desk.ui(() -> transcript.getText().contains("Are you in today?")));
        assertTrue(Desk.ui(() -> transcript.getText().startsWith("Yesterday")));
        Desk.await("it is read", () -> phone.messages().state().unread() == 1);
        Text entry = Desk.field(Text.class, "message.entry");
        Desk.await("the entry's focus", () -> Desk.ui(entry::isFocusControl));
        write(entry, "yes \nuntil four");
        assertTrue(phone.messages().asked().contains("typing bo true"));
        assertEquals("yes \nuntil four", Desk.ui(() -> entry.getText().replace("\r", "")));
        enter(entry);
        Desk.await("the message", () -> phone.messages().state().messages().size() == 3);
        assertEquals("", Desk.ui(() -> entry.getText()));
        phone.messages().becomes("yes \nuntil four", PhoneMessage.State.READ);
        Desk.await("its state", () -> Desk.ui(() -> transcript.getText().endsWith("Read")));
        write(entry, "see you");
        enter(entry);
        Desk.await("the second", () -> phone.messages().state().messages().size() == 4);
        phone.messages().becomes(phone.messages().state().messages().getLast().text(), PhoneMessage.State.FAILED);
        Desk.awaitWords("Not sent. The other side takes no text messages.");
        phone.messages().types("bo", true);
        Desk.awaitWords("Bo Bo  bo is typing…");
        Desk.picture("phone-conversation");
        Desk.theme(true);
        Desk.picture("phone-conversation-dark");
        Desk.theme(false);
        Desk.click(Desk.button("Send a&gain"));
        Desk.await("on its way", () -> phone.messages().state().messages().getLast().state() == PhoneMessage.State.SENDING);
        Desk.await("the pop-up's end", popup::isDisposed);
        write(entry, "on my w");
        Desk.command(DeskCommands.MESSAGE, Map.of(DeskCommands.MESSAGE_NUMBER, "+46701234567"));
        Desk.await("the other conversation", () -> Desk.ui(() -> transcript.getText().contains("Malmö") && entry.getText().isEmpty()));
        Desk.command(DeskCommands.MESSAGE, Map.of(DeskCommands.MESSAGE_NUMBER, "bo"));
        Desk.await("the text that was begun", () -> Desk.ui(() -> entry.getText().equals("on my w")));
        Desk.command(DeskCommands.MESSAGE, Map.of(DeskCommands.MESSAGE_NUMBER, ""));
        Text to = Desk.field(Text.class, "message.to");
        Desk.await("the address's focus", () -> Desk.ui(to::isFocusControl));
        Desk.picture("phone-message-new");
    }

    /** A key as the control gets it: pop-ups of other tests may have the window system's keyboard. */
    @Test
    void colleaguesAreSeenAndCalledByKeys() throws NodeUnavailableException {
        onFloorTwo("anna");
        onFloorTwo("bo");
        PhoneDesk.becomePhoneOfAnna();
        for (String name : List.of("Cecilia Ek", "Dan Dal", "Eva Ek"))
            node.subscribers().create(new Subscriber(name.substring(0, 3).toLowerCase(Locale.ROOT), Secret.of("a-good-one"), name, true, CallHandling.PLAIN,
                    Srtp.OFFER));
        Desk.command("org.trunkline.ui.phone.colleagues", Map.of());
        Desk.awaitWords("No colleagues yet. Add those whose presence you want to see.");
        Desk.picture("phone-colleagues-empty");
        Desk.click(Desk.button("Add my pickup &groups"));
        NatTable table = Desk.find(NatTable.class, "of colleagues", t -> t.isVisible() && t.getColumnCount() > 1
                && "Name".equals(t.getDataValueByPosition(0, 0)) && "Presence".equals(t.getDataValueByPosition(1, 0)));
        Text add = Desk.field(Text.class, "colleague.add");
        Desk.await("the pickup group", () -> cell(table, 0, 1).equals("Bo Bo"));
        for (String name : List.of("Cecil", "dan", "Eva")) {
            int before = Desk.ui(table::getRowCount);
            Desk.type(add, name);
            Desk.ui(() -> add.notifyListeners(SWT.DefaultSelection, new Event()));
            Desk.await("one more than " + before, () -> Desk.ui(table::getRowCount) == before + 1);
        }
        phone.presence("bo", new UserPresence(Presence.ON_THE_PHONE, "In the lab"));
        phone.presence("cec", new UserPresence(Presence.AWAY, "Lunch until one"));
        phone.presence("dan", new UserPresence(Presence.DO_NOT_DISTURB, ""));
        phone.presence("eva", new UserPresence(Presence.OFFLINE, "On holiday until Monday"));
        phone.lamps().talk(Map.of("bo", Instant.now().minusSeconds(3750)));
        Desk.await("the names", () -> cell(table, 0, 4).equals("Eva Ek") && cell(table, 3, 1).contains("(1:02:3"));
        assertEquals(List.of("Bo Bo", "On the phone", "In the lab"), List.of(cell(table, 0, 1), cell(table, 1, 1), cell(table, 2, 1)));
        assertEquals(List.of("Away", "Do not disturb", "Offline"), List.of(cell(table, 1, 2), cell(table, 1, 3), cell(table, 1, 4)));
        assertEquals("", cell(table, 3, 2), "it is not known since when others talk");
        Desk.picture("phone-colleagues");
        Desk.theme(true);
        Desk.picture("phone-colleagues-dark");
        Desk.theme(false);
        phone.lamps().rings(new RingingCall("cec", "+46701234567", "Frida", "c;to-tag=a;from-tag=b"));
        Desk.await("who rings", () -> cell(table, 3, 2).equals("Rings: Frida  +46701234567"));
        phone.lamps().rings();
        PhoneDesk.press(table, SWT.ARROW_DOWN);
        PhoneDesk.press(table, SWT.CR);
        Desk.await("the call", () -> phone.state().lines().size() == 1);
        assertEquals("bo", phone.state().lines().getFirst().number());
        for (int i = 0; i < 20 && Desk.ui(table::isVisible); i++) { // each one, until the empty page is there
            PhoneDesk.press(table, SWT.ARROW_DOWN);
            PhoneDesk.press(table, SWT.DEL);
        }
        Desk.awaitWords("No colleagues yet. Add those whose presence you want to see.");
    }

    private static String cell(NatTable table, int column, int row) {
        return Desk.ui(() -> row < table.getRowCount() ? String.valueOf(table.getDataValueByPosition(column, row)) : "");
    }

    @Test
    void myStateIsPublishedAndGoesWithDoNotDisturb() {
        PhoneDesk.becomePhoneOfAnna();
        Combo state = Desk.field(Combo.class, "own.state");
        assertEquals(List.of("Available", "Busy", "Away", "Do not disturb", "Appear offline"), Desk.ui(() -> List.of(state.getItems())));
        choose(state, 1);
        Text note = Desk.field(Text.class, "own.note");
        note(note, "In the lab");
        Desk.await("what is published", () -> phone.presences().own().equals(new UserPresence(Presence.BUSY, "In the lab")));
        Desk.picture("phone-my-state");
        choose(state, 3);
        Desk.await("do not disturb", () -> phone.state().doNotDisturb() && Desk.ui(() -> Desk.button("Do not distur&b").getSelection()));
        phone.doNotDisturb(false);
        Desk.await("the former state", () -> Desk.ui(() -> state.getText().equals("Busy")));
        Desk.command("org.trunkline.ui.phone.state.away", Map.of());
        Desk.await("away", () -> Desk.ui(() -> state.getText().equals("Away")) && phone.presences().own().presence() == Presence.AWAY);
        note(note, "");
        choose(state, 0);
        Desk.await("what is published then", () -> phone.presences().own().equals(UserPresence.of(Presence.AVAILABLE)));
    }

    private static void note(Text field, String text) {
        Desk.ui(() -> {
            field.setText(text);
            field.notifyListeners(SWT.DefaultSelection, new Event());
        });
    }

    private static void choose(Combo combo, int index) {
        Desk.ui(() -> {
            combo.select(index);
            combo.notifyListeners(SWT.Selection, new Event());
        });
    }
}
