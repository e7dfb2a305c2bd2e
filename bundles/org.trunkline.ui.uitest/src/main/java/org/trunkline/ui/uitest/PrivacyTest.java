package org.trunkline.ui.uitest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.zip.ZipFile;

import org.eclipse.swt.widgets.Button;
import org.eclipse.swt.widgets.Combo;
import org.eclipse.swt.widgets.Spinner;
import org.eclipse.swt.widgets.Text;
import org.eclipse.ui.PartInitException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceRegistration;
import org.trunkline.api.NodeUnavailableException;
import org.trunkline.api.node.Node;
import org.trunkline.api.privacy.HoldDraft;
import org.trunkline.api.privacy.PersonPage;
import org.trunkline.api.privacy.RetentionStatus;
import org.trunkline.domain.config.LegalHold;
import org.trunkline.domain.config.Retention;
import org.trunkline.testkit.Samples;
import org.trunkline.testkit.node.FakeNode;

/** Retention, a person's request and legal holds as a user meets them, on a node in memory. */
class PrivacyTest {
    private static final String NUMBER = "+46701234567";

    @TempDir
    Path folder;
    private final FakeNode node = new FakeNode();
    private ServiceRegistration<Node> registration;

    @BeforeEach
    void begin() {
        node.privacy().keep(IntStream.rangeClosed(1, 12).mapToObj(i -> new PersonPage.Item(Samples.cdr(i),
                Optional.of(Samples.ladder(i)), Optional.empty())).toList());
        registration = FrameworkUtil.getBundle(PrivacyTest.class).getBundleContext().registerService(Node.class, node, null);
        Desk.perspective("records");
        Desk.ui(() -> {
            try {
                return Desk.window().getActivePage().showView("org.trunkline.ui.cdr.privacy");
            } catch (PartInitException e) {
                throw new IllegalStateException(e);
            }
        });
        Desk.awaitWords("Not applied since the node started.");
    }

    @AfterEach
    void end() {
        Desk.theme(false);
        registration.unregister();
        Desk.perspective("operations");
    }

    @Test
    void aHoldIsSetAndWhatIsTypedOfItStays() {
        Desk.awaitWords("No legal holds");
        Desk.picture("privacy-empty");
        Desk.click(Desk.button("New hold"));
        Desk.type(Desk.field(Text.class, "name"), "Case/7");
        Desk.awaitWords("1 to 64 characters without a slash");
        Desk.type(Desk.field(Text.class, "name"), "Case 7");
        Desk.type(Desk.field(Text.class, "query"), "from:*4711");
        assertFalse(Desk.isOn("Save hold"), "who reads the audit wants a reason");
        Desk.type(Desk.field(Text.class, "reason"), "court order");
        Desk.click(Desk.button("Save hold"));
        Desk.await("the hold", () -> holds().size() == 1);
        assertEquals("from:*4711", holds().getFirst().query());

        Text reason = Desk.field(Text.class, "reason");
        Desk.await("saved", () -> !Desk.isOn("Save hold"));
        Desk.type(reason, "court order 12");
        readAgain();
        assertEquals("court order 12", Desk.ui(() -> reason.getText()));
        Desk.picture("privacy-hold");
        Desk.click(Desk.find(Button.class, "revert of the hold", b -> b.getText().equals("Revert") && b.isEnabled()));
        assertEquals("court order", Desk.ui(() -> reason.getText()));

        Desk.clickAndConfirm(Desk.button("Lift…"), "Lift");
        Desk.await("no hold", () -> holds().isEmpty());
        Desk.awaitWords("No legal holds");
    }

    @Test
    void aHoldThatIsGoneIsNotSaidToBeLifted() throws Exception {
        node.privacy().holds().create(new HoldDraft("Case 8", "", "all of it"));
        Desk.click(Desk.button("New hold"));
        Desk.type(Desk.field(Text.class, "name"), "Case 9");
        Desk.type(Desk.field(Text.class, "reason"), "another");
        Desk.click(Desk.button("Save hold"));
        Desk.await("both", () -> holds().size() == 2);
        Button lift = Desk.find(Button.class, "lift", b -> b.getText().equals("Lift…") && b.isEnabled());
        node.privacy().holds().delete("Case 9");
        Desk.clickAndConfirm(lift, "Lift");
        Desk.await("the form goes", () -> !Desk.shows("Lift…"));
        assertEquals(List.of("Case 8"), holds().stream().map(LegalHold::name).toList());
    }

    @Test
    void retentionIsChangedAndAppliedAfterAQuestion() throws Exception {
        Desk.ui(() -> Desk.look(Spinner.class, s -> "records".equals(s.getData("field"))).orElseThrow().setSelection(365));
        Desk.ui(() -> Desk.look(Spinner.class, s -> "personal".equals(s.getData("field"))).orElseThrow().setSelection(90));
        Combo then = Desk.find(Combo.class, "what becomes of numbers", c -> c.getItemCount() == 2
                && c.getItem(1).startsWith("use pseudonyms"));
        Desk.ui(() -> then.select(1));
        readAgain();
        Desk.clickAndConfirm(Desk.find(Button.class, "save", b -> b.getText().equals("Save") && b.isEnabled()), "Save");
        Desk.await("saved", () -> kept().equals(new Retention(365, 0, 90, Retention.Disguise.PSEUDONYM)));
        Desk.clickAndConfirm(Desk.button("Apply now"), "Apply now");
        Desk.awaitWords("2 files, 3 records and 4 rows of the store deleted, 5 records masked. Kept: 6 by hold Case 7.");
        Desk.clickAndConfirm(Desk.button("New key…"), "New key");
        Desk.awaitWords("Pseudonym key 0a1b2c3d");
        Desk.theme(true);
        Desk.awaitPainted();
        Desk.picture("privacy-dark");
    }

    @Test
    void aPersonIsFoundExportedAndErased() throws Exception {
        find();
        Desk.awaitWords("12 calls from");
        var file = folder.resolve("person.zip");
        Desk.command("org.trunkline.ui.cdr.person.export", Map.of("org.trunkline.ui.cdr.person.export.file", file.toString()));
        Desk.awaitWords("12 records written to " + file);
        try (var zip = new ZipFile(file.toFile())) {
            assertTrue(zip.getEntry("records.jsonl") != null);
        }
        assertEquals(1, Files.list(folder).count(), "no part of it is left beside");
        Desk.clickAndConfirm(Desk.button("Erase…"), "Erase");
        Desk.awaitWords("12 records were erased.");
        assertFalse(Desk.isOn("Erase…"), "what was found is not so any more");
        assertTrue(node.privacy().asked().contains("erase " + NUMBER));
        Desk.picture("privacy-erased");
    }

    @Test
    void whatWasFoundOnOneNodeIsNotErasedOnAnother() {
        find();
        Desk.awaitWords("12 calls from");
        Desk.click(Desk.button("New hold"));
        Desk.type(Desk.field(Text.class, "name"), "Case 3");
        registration.unregister();
        var other = new FakeNode();
        registration = FrameworkUtil.getBundle(PrivacyTest.class).getBundleContext().registerService(Node.class, other, null);
        Desk.awaitWords("No legal holds");
        Desk.await("nothing found", () -> !Desk.shows("12 calls from"));
        assertFalse(Desk.isOn("Erase…"));
        assertFalse(Desk.shows("Case 3"), "it was meant for the other");
        find();
        Desk.awaitWords("No data of " + NUMBER + " is stored");
    }

    @Test
    void pseudonymsTakeTheNumbersPlace() {
        find();
        Desk.awaitWords("12 calls from");
        Desk.clickAndConfirm(Desk.button("Pseudonymise…"), "Pseudonymise");
        Desk.awaitWords("12 records have pseudonyms now.");
        assertTrue(node.privacy().asked().contains("pseudonymise " + NUMBER));
    }

    @Test
    void whatIsHeldCanBeExportedButNotErased() throws Exception {
        node.privacy().holds().create(new HoldDraft("Case 7", "", "all of it"));
        find();
        Desk.awaitWords("Kept: 12 by hold Case 7.");
        assertTrue(Desk.isOn("Export…"));
        assertFalse(Desk.isOn("Erase…"));
        assertFalse(Desk.isOn("Pseudonymise…"));
    }

    private static void find() {
        Desk.type(Desk.field(Text.class, "person"), NUMBER);
        Desk.click(Desk.button("Find"));
    }

    /** As by a poll: something that is seen changes on the node. */
    private void readAgain() {
        node.privacy().status(new RetentionStatus(kept(), Optional.of(new RetentionStatus.Sweep(Instant.now(), 0, 0, 0, 0,
                Map.of())), "", new RetentionStatus.Key(RetentionStatus.Key.State.NONE, "", "/data/pseudonym.key", "")));
        Desk.command("org.eclipse.ui.file.refresh", Map.of());
        Desk.awaitWords("no data was past its retention");
    }

    private Retention kept() {
        try {
            return node.privacy().retention().retention();
        } catch (NodeUnavailableException e) {
            throw new IllegalStateException(e);
        }
    }

    private List<LegalHold> holds() {
        try {
            return node.privacy().holds().list(Optional.empty(), 100).items();
        } catch (NodeUnavailableException e) {
            throw new IllegalStateException(e);
        }
    }
}
