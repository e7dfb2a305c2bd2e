package org.trunkline.ui.uitest;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

import org.eclipse.nebula.widgets.nattable.NatTable;
import org.eclipse.nebula.widgets.nattable.viewport.command.ViewportSelectRowCommand;
import org.eclipse.swt.widgets.Label;
import org.trunkline.api.NodeUnavailableException;
import org.trunkline.domain.cdr.Cdr;
import org.trunkline.domain.config.CallHandling;
import org.trunkline.domain.config.NumberAssignment;
import org.trunkline.domain.config.Route;
import org.trunkline.domain.config.Srtp;
import org.trunkline.domain.config.Subscriber;
import org.trunkline.domain.config.Trunk;
import org.trunkline.domain.schema.Secret;
import org.trunkline.testkit.CdrGenerator;
import org.trunkline.testkit.Samples;
import org.trunkline.testkit.node.FakeNode;
import org.trunkline.ui.DeskCommands;
import org.trunkline.ui.search.CdrNavigator;

/** A node with something in every view. */
final class Busy {
    static final int CALLS = 40;
    static final String TRUNK = "Telia A";
    static final int TRUNKS = 2;
    private static final int LIVE = 3;

    private Busy() {}

    static void fill(FakeNode node) throws NodeUnavailableException {
        for (String name : List.of(TRUNK, "Carrier B"))
            node.trunks().create(Trunk.of(name, "192.0.2.30"));
        node.subscribers().create(new Subscriber("anna", Secret.of("a-good-one"), "Anna Å", true, CallHandling.PLAIN, Srtp.OFFER));
        node.numbers().create(new NumberAssignment("+46701234567", "anna"));
        node.routes().create(new Route("", List.of(TRUNK)));
        node.calls().set(List.of(Samples.call(1), Samples.call(2), Samples.call(3)));
        var generator = new CdrGenerator(5, Instant.now().minus(Duration.ofMinutes(20)), 0.1);
        for (int i = 0; i < CALLS; i++) {
            Cdr cdr = generator.next();
            node.cdrs().add(CdrGenerator.ladder(cdr));
            node.cdrs().add(cdr);
        }
    }

    /** Waits until an area shows what there is. @param trunks of the node */
    static void awaitFilled(String area, int trunks) {
        switch (area) {
            case "operations" -> awaitCount(LIVE);
            case "trunks" -> {
                Desk.command(DeskCommands.EDIT, Map.of(DeskCommands.EDIT_KIND, "trunk", DeskCommands.EDIT_KEY, TRUNK));
                Desk.awaitWords("Trunk " + TRUNK);
                awaitCount(trunks);
            }
            case "records" -> {
                Desk.command(CdrNavigator.COMMAND, Map.of(CdrNavigator.QUERY, ""));
                Desk.awaitWords(CALLS + " calls");
            }
            default -> Desk.awaitWords("ASR ");
        }
    }

    /** Above a table. */
    private static void awaitCount(int rows) {
        Desk.find(Label.class, "of " + rows + " rows", l -> l.getText().equals(Integer.toString(rows)));
    }

    static void selectFirst() {
        NatTable table = Desk.find(NatTable.class, "calls", t -> t.getRowCount() > 1);
        Desk.ui(() -> {
            table.setFocus();
            table.doCommand(new ViewportSelectRowCommand(table, 1, false, false));
        });
    }
}
