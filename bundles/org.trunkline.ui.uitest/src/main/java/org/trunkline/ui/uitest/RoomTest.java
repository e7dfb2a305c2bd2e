package org.trunkline.ui.uitest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.eclipse.swt.custom.StyledText;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceRegistration;
import org.trunkline.api.node.Node;
import org.trunkline.testkit.node.FakeNode;
import org.trunkline.ui.DeskCommands;
import org.trunkline.ui.Texts;
import org.trunkline.ui.search.CdrNavigator;

/** Every text has its room in a window of 1280 by 800, also where the language needs more letters. */
class RoomTest {
    private static final boolean LONGER = Integer.getInteger(Texts.LONGER, 0) > 0;

    private final FakeNode node = new FakeNode();
    private final List<String> cut = new ArrayList<>();
    private ServiceRegistration<Node> registration;

    @BeforeEach
    void begin() throws Exception {
        Busy.fill(node);
        registration = FrameworkUtil.getBundle(RoomTest.class).getBundleContext().registerService(Node.class, node, null);
    }

    @AfterEach
    void end() {
        registration.unregister();
        Desk.perspective("operations");
    }

    @Test
    void nothingIsCutInEnglish() {
        assumeFalse(LONGER);
        visit("", true);
        assertEquals("", String.join("\n", cut));
    }

    /** By hand, in a desk of its own: {@code -Dtrunkline.texts.longer=40}. Other tests look for texts as they are. */
    @Test
    void nothingButCellsIsCutWhereTextsAreLonger() {
        assumeTrue(LONGER);
        visit("-longer", false);
        assertEquals("", String.join("\n", cut));
    }

    private void visit(String suffix, boolean cells) {
        Desk.ui(() -> Desk.window().getShell().setSize(1280, 800));
        Desk.perspective("operations");
        Desk.awaitWords("Alarms: 1");
        look("operations", suffix, cells);
        Desk.perspective("trunks");
        Desk.command(DeskCommands.EDIT, Map.of(DeskCommands.EDIT_KIND, "trunk", DeskCommands.EDIT_KEY, Busy.TRUNK));
        Desk.awaitWords("Trunk " + Busy.TRUNK);
        look("trunks", suffix, cells);
        Desk.perspective("records");
        Desk.command(CdrNavigator.COMMAND, Map.of(CdrNavigator.QUERY, ""));
        Desk.awaitWords(Busy.CALLS + " calls");
        Busy.selectFirst();
        Desk.find(StyledText.class, "facts of the call", t -> t.getText().length() > 100);
        look("records", suffix, cells);
        Desk.perspective("quality");
        Desk.awaitWords("ASR ");
        look("quality", suffix, cells);
    }

    private void look(String area, String suffix, boolean cells) {
        Desk.awaitPainted();
        Desk.remaining(() -> new CutTexts(cells).of(Desk.all())).forEach(text -> cut.add(area + ": " + text));
        Desk.picture("room-" + area + suffix);
    }
}
