package org.trunkline.ui.uitest.trunks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;

import org.eclipse.core.runtime.jobs.Job;
import org.eclipse.swt.SWT;
import org.eclipse.swt.widgets.Button;
import org.eclipse.swt.widgets.Display;
import org.eclipse.swt.widgets.Shell;
import org.eclipse.swt.widgets.Table;
import org.eclipse.swt.widgets.Text;
import org.eclipse.ui.PlatformUI;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceRegistration;
import org.trunkline.api.NodeUnavailableException;
import org.trunkline.api.node.Node;
import org.trunkline.api.plugin.PluginEntries.Template;
import org.trunkline.domain.config.Transport;
import org.trunkline.domain.config.Trunk;
import org.trunkline.testkit.node.FakeEntries;
import org.trunkline.testkit.node.FakeNode;
import org.trunkline.ui.ActiveNode;
import org.trunkline.ui.DeskCommands;
import org.trunkline.ui.uitest.Desk;
import org.trunkline.ui.uitest.Keys;

/** A new trunk from a template of a plug-in, on a node in memory. */
class TemplateTest {
    private static final Map<String, String> TRUNK = Map.of(DeskCommands.NEW_KIND, "trunk");
    private static final String SAVE = "org.eclipse.ui.file.save";

    private final FakeNode node = new FakeNode();
    private ServiceRegistration<Node> registration;

    @BeforeEach
    void begin() {
        registration = FrameworkUtil.getBundle(TemplateTest.class).getBundleContext().registerService(Node.class, node, null);
        Desk.await("the node", () -> PlatformUI.getWorkbench().getService(ActiveNode.class).node().equals(Optional.of(node)));
    }

    @AfterEach
    void end() {
        Desk.theme(false);
        Desk.ui(() -> Stream.of(Display.getDefault().getShells()).filter(shell -> shell != Desk.window().getShell() && shell.isVisible())
                .forEach(Shell::close)); // a dialog that stays open takes the keys of all that follow
        Desk.perspective("trunks");
        if (Desk.isOn("Revert"))
            Desk.click(Desk.button("Revert"));
        registration.unregister();
        Desk.perspective("operations");
    }

    /** In the dialog: the form of the trunk has fields with such names too. */
    private static Text question(String name) {
        return Desk.find(Text.class, "of the question " + name, t -> name.equals(t.getData("field"))
                && t.getShell() != Desk.window().getShell());
    }

    private static void awaitFocus(Text field) {
        Desk.await("the caret in " + Desk.ui(() -> field.getData("field")), field::isFocusControl);
    }

    private Optional<Trunk> trunk(String name) {
        try {
            return node.trunks().find(name);
        } catch (NodeUnavailableException e) {
            throw new AssertionError(e);
        }
    }

    private static String value(String field) {
        return Desk.ui(() -> Desk.field(Text.class, field).getText());
    }

    @Test
    void aTrunkIsMadeFromATemplateByKeyboardAlone() {
        Desk.command(DeskCommands.NEW, TRUNK);
        Desk.awaitWords("1 trunk template is installed.");
        Desk.picture("template-offered");
        Button use = Desk.button("Use template…");
        Desk.ui(() -> {
            use.getShell().forceActive();
            use.setFocus();
        });
        Desk.await("the focus", use::isFocusControl);
        Keys.press(' ');
        Text region = question("region");
        Desk.awaitWords("Sweden. From the plug-in CRM connector by Example Telephony.");
        Desk.awaitWords("Source: its web page, 2026-01-31");
        awaitFocus(region);
        Keys.press(SWT.CR);
        Desk.awaitWords("⚠ This field is required.");
        Keys.type("e u");
        Keys.press(SWT.TAB);
        awaitFocus(question("username"));
        Keys.type("acme");
        Keys.press(SWT.TAB);
        awaitFocus(question("password"));
        Keys.type("correcthorse");
        Keys.press(SWT.CR);
        Desk.awaitWords("⚠ e u.sip.example is not");
        Desk.picture("template-wrong");
        awaitFocus(region);
        Desk.ui(region::selectAll);
        Keys.type("eu");
        Desk.await("no error", () -> !Desk.shows("⚠ e u"));
        Desk.picture("template-answers");
        Keys.press(SWT.CR);
        Desk.awaitWords("Filled in from the template of Example Telecom. Check the fields, enter a name, then save.");
        assertTrue(trunk("Example").isEmpty(), "nothing is saved yet");
        assertEquals("eu.sip.example", value("host"));
        assertEquals("5061", value("port"));
        assertEquals("acme", value("registration.username"));
        Text name = Desk.field(Text.class, "name");
        awaitFocus(name);
        Keys.type("Example");
        Desk.await("Save", () -> Desk.isOn("Save"));
        Desk.picture("template-filled");
        Desk.command(SAVE, Map.of());
        Desk.await("the trunk", () -> trunk("Example").isPresent());
        var made = trunk("Example").orElseThrow();
        assertEquals("eu.sip.example", made.peer().host());
        assertEquals(Transport.TLS, made.peer().transport());
        assertEquals("acme", made.registration().orElseThrow().username());
        Desk.await("no offer above a trunk that exists", () -> !Desk.shows("Filled in from"));
    }

    @Test
    void amongManyOneIsFoundByTypingAndEscapeChangesNothing() {
        node.entries().offer(List.of(new Template("acme-no", "com.example.crm", "Acme", "NO", "a contract, 2026-05-01",
                Map.of("host", "sip.acme.example"), List.of()), FakeEntries.TEMPLATE));
        Desk.command(DeskCommands.NEW, TRUNK);
        Desk.awaitWords("2 trunk templates are installed.");
        Desk.click(Desk.button("Use template…"));
        Table list = Desk.find(Table.class, "of the templates", t -> "template.list".equals(t.getData("field")));
        Desk.await("both", () -> list.getItemCount() == 2);
        Desk.awaitWords("This template has no questions.");
        Text filter = question("template.filter");
        awaitFocus(filter);
        Keys.type("swed");
        Desk.await("one", () -> list.getItemCount() == 1 && list.getItem(0).getText().equals("Example Telecom"));
        question("username");
        Keys.type("x");
        Desk.awaitWords("No template matches the filter.");
        assertFalse(Desk.isOn("Fill in form"));
        Desk.picture("template-none-match");
        Keys.press(SWT.ESC);
        Desk.await("it closes", list::isDisposed);
        assertEquals("", value("host"));
        Desk.theme(true);
        Desk.click(Desk.button("Use template…"));
        Desk.awaitWords("Norway. From the plug-in CRM connector by Example Telephony.");
        Desk.picture("template-dark");
    }

    private static Template withoutQuestions(String provider, String country, String host) {
        return new Template(provider, "com.example.crm", provider, country, "a contract, 2026-05-01", Map.of("host", host), List.of());
    }

    @Test
    void anotherTemplateMayBeChosenDuringTheCheck() {
        node.entries().offer(List.of(withoutQuestions("Acme", "NO", "sip.acme.example"), withoutQuestions("Beta", "FI", "sip.beta.example")));
        Desk.command(DeskCommands.NEW, TRUNK);
        Desk.awaitWords("2 trunk templates are installed.");
        Desk.type(Desk.field(Text.class, "name"), "Example"); // a node checks no trunk without a name
        var checked = new CountDownLatch(1);
        node.checkAfter(checked);
        Desk.click(Desk.button("Use template…"));
        Table list = Desk.find(Table.class, "of the templates", t -> "template.list".equals(t.getData("field")));
        Desk.await("both", () -> list.getItemCount() == 2);
        Desk.awaitWords("Norway. From the plug-in CRM connector by Example Telephony.");
        Desk.click(Desk.button("Fill in form"));
        Desk.await("the check", () -> runs("Checking the answers") && !Desk.isOn("Fill in form"));
        Desk.type(question("template.filter"), "beta");
        Desk.awaitWords("Finland. From the plug-in CRM connector by Example Telephony.");
        checked.countDown();
        Desk.await("its end", () -> !runs("Checking the answers"));
        assertFalse(Desk.ui(list::isDisposed), "of another template");
        Desk.click(Desk.button("Fill in form"));
        Desk.await("it closes", list::isDisposed);
        Desk.awaitWords("Filled in from the template of Beta.");
        assertEquals("sip.beta.example", value("host"));
    }

    private static boolean runs(String name) {
        return Stream.of(Job.getJobManager().find(null)).anyMatch(job -> job.getName().equals(name));
    }

    @Test
    void aPluginThatComesOffersItsTemplatesAtOnce() {
        node.entries().offer(List.of());
        Desk.command(DeskCommands.NEW, TRUNK);
        Desk.awaitWords("No trunk templates are installed.");
        node.entries().offer(List.of(FakeEntries.TEMPLATE));
        Desk.awaitWords("1 trunk template is installed.");
    }

    @Test
    void anOlderAnswerOfTheNodeDoesNotTakeThePlaceOfANewerOne() {
        node.entries().offer(List.of());
        Desk.command(DeskCommands.NEW, TRUNK);
        Desk.awaitWords("No trunk templates are installed.");
        Desk.await("the end of the reading", () -> !runs("Reading templates"));
        var answered = new CountDownLatch(1);
        node.entries().answerTemplatesAfter(answered);
        node.entries().offer(List.of(FakeEntries.TEMPLATE));
        Desk.await("the reading", () -> runs("Reading templates"));
        node.entries().offer(List.of(FakeEntries.TEMPLATE, withoutQuestions("Acme", "NO", "sip.acme.example")));
        Desk.awaitWords("2 trunk templates are installed.");
        answered.countDown();
        Desk.await("the older answer", () -> !runs("Reading templates"));
        assertTrue(Desk.shows("2 trunk templates are installed."));
    }

    @Test
    void withoutTemplatesItSaysHowToGetSome() {
        node.entries().offer(List.of());
        Desk.command(DeskCommands.NEW, TRUNK);
        Desk.awaitWords("No trunk templates are installed. Plug-ins can add templates of carriers and platforms.");
        Desk.picture("template-none");
        Desk.click(Desk.find(Button.class, "to the plug-ins", b -> b.getText().equals("Plug-ins") && (b.getStyle() & SWT.PUSH) != 0));
        Desk.await("the area", () -> Desk.window().getActivePage().getPerspective().getId().equals("org.trunkline.ui.perspective.plugins"));
        Desk.command(DeskCommands.NEW, Map.of(DeskCommands.NEW_KIND, "route"));
        Desk.await("no line above a new route", () -> !Desk.shows("No trunk templates"));
        assertTrue(Desk.texts().stream().noneMatch("Use template…"::equals));
    }
}
