package org.trunkline.ui.uitest;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.eclipse.nebula.widgets.nattable.NatTable;
import org.eclipse.nebula.widgets.nattable.viewport.command.ViewportSelectRowCommand;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceRegistration;
import org.trunkline.api.config.NumberDraft;
import org.trunkline.api.config.RouteDraft;
import org.trunkline.api.config.SubscriberDraft;
import org.trunkline.api.config.TrunkDraft;
import org.trunkline.api.node.Node;
import org.trunkline.domain.cdr.Cdr;
import org.trunkline.testkit.CdrGenerator;
import org.trunkline.testkit.FakeNode;
import org.trunkline.testkit.Samples;
import org.trunkline.ui.DeskCommands;
import org.trunkline.ui.search.CdrNavigator;

/** Light, dark and light again while the desk runs: each text can be read each time. */
class ThemeTest {
    private static final int CALLS = 40;

    private final FakeNode node = new FakeNode();
    private final List<String> unread = new ArrayList<>();
    private ServiceRegistration<Node> registration;

    @BeforeEach
    void begin() throws Exception {
        for (String name : List.of("Telia A", "Carrier B"))
            node.trunks().create(TrunkDraft.of(name, "192.0.2.30"));
        node.subscribers().create(new SubscriberDraft("anna", Optional.of("a-good-one"), "Anna Å", true));
        node.numbers().create(new NumberDraft("+46701234567", "anna"));
        node.routes().create(new RouteDraft("", List.of("Telia A")));
        node.calls().set(List.of(Samples.call(1), Samples.call(2), Samples.call(3)));
        var generator = new CdrGenerator(5, Instant.now().minus(Duration.ofMinutes(20)), 0.1);
        for (int i = 0; i < CALLS; i++) {
            Cdr cdr = generator.next();
            node.cdrs().add(CdrGenerator.ladder(cdr));
            node.cdrs().add(cdr);
        }
        registration = FrameworkUtil.getBundle(ThemeTest.class).getBundleContext().registerService(Node.class, node, null);
    }

    @AfterEach
    void end() {
        Desk.theme(false);
        registration.unregister();
        Desk.perspective("operations");
    }

    @Test
    void everyTextCanBeReadInEachThemeOfOneRun() {
        Desk.theme(false);
        visit("light");
        Desk.theme(true);
        visit("dark");
        Desk.theme(false);
        visit("light again");
        Desk.theme(true);
        visit("dark again");
        assertEquals("", String.join("\n", unread));
    }

    private void visit(String theme) {
        Desk.perspective("operations");
        Desk.awaitWords("Telia A");
        judge("operations " + theme);
        Desk.perspective("trunks");
        Desk.command(DeskCommands.EDIT, Map.of(DeskCommands.EDIT_KIND, "trunk", DeskCommands.EDIT_KEY, "Telia A"));
        Desk.awaitWords("Trunk Telia A");
        judge("trunks " + theme);
        Desk.perspective("records");
        Desk.command(CdrNavigator.COMMAND, Map.of(CdrNavigator.QUERY, ""));
        Desk.awaitWords(CALLS + " calls");
        NatTable table = Desk.find(NatTable.class, "calls", t -> t.getRowCount() > 1);
        Desk.ui(() -> {
            table.setFocus();
            table.doCommand(new ViewportSelectRowCommand(table, 1, false, false));
        });
        judge("records " + theme);
        Desk.perspective("quality");
        Desk.awaitWords("ASR ");
        judge("quality " + theme);
    }

    /** What was not painted yet gets a second look. */
    private void judge(String what) {
        Desk.awaitPainted();
        Desk.picture("theme-" + what.replace(' ', '-'));
        Desk.ui(() -> Contrast.hardToRead(Desk.all())).forEach(text -> unread.add(what + ": " + text));
    }
}
