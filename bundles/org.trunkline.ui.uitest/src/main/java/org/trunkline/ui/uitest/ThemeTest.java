package org.trunkline.ui.uitest;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceRegistration;
import org.trunkline.api.node.Node;
import org.trunkline.testkit.node.FakeNode;
import org.trunkline.ui.DeskCommands;
import org.trunkline.ui.search.CdrNavigator;

/** Light, dark and light again while the desk runs: each text can be read each time. */
class ThemeTest {
    private final FakeNode node = new FakeNode();
    private final List<String> unread = new ArrayList<>();
    private ServiceRegistration<Node> registration;

    @BeforeEach
    void begin() throws Exception {
        Busy.fill(node);
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
        Desk.awaitWords("Calls now: 2");
        judge("operations " + theme);
        Desk.perspective("trunks");
        Desk.command(DeskCommands.EDIT, Map.of(DeskCommands.EDIT_KIND, "trunk", DeskCommands.EDIT_KEY, Busy.TRUNK));
        Desk.awaitWords("Trunk " + Busy.TRUNK);
        judge("trunks " + theme);
        Desk.perspective("records");
        Desk.command(CdrNavigator.COMMAND, Map.of(CdrNavigator.QUERY, ""));
        Desk.awaitWords(Busy.CALLS + " calls");
        Busy.selectFirst();
        judge("records " + theme);
        Desk.perspective("quality");
        Desk.awaitWords("ASR ");
        judge("quality " + theme);
    }

    private void judge(String what) {
        Desk.awaitPainted();
        Desk.remaining(() -> Contrast.hardToRead(Desk.all())).forEach(text -> unread.add(what + ": " + text));
        Desk.picture("theme-" + what.replace(' ', '-'));
    }
}
