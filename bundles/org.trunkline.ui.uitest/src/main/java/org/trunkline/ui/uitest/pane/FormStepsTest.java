package org.trunkline.ui.uitest.pane;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.eclipse.swt.layout.FillLayout;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Control;
import org.eclipse.swt.widgets.Shell;
import org.eclipse.swt.widgets.Text;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.trunkline.ui.form.FormField;
import org.trunkline.ui.form.FormLinks;
import org.trunkline.ui.form.FormPane;
import org.trunkline.ui.form.FormRules;
import org.trunkline.ui.form.FormValues;
import org.trunkline.ui.form.FormWords;
import org.trunkline.ui.uitest.Desk;

/** A form with many fields is made a few of them at a time. */
class FormStepsTest {
    private static final int FIELDS = 50;
    private static final int MOST_AT_ONCE = 10;

    private static final FormRules RULES = new FormRules() {
        @Override
        public List<FormField> fields() {
            return IntStream.range(0, FIELDS).mapToObj(i -> new FormField("f" + i, "part " + i / 20, FormField.Type.TEXT)).toList();
        }

        @Override
        public String keyField() {
            return "";
        }
    };

    private static final FormWords WORDS = new FormWords() {
        @Override
        public String label(FormField field) {
            return field.name();
        }

        @Override
        public String tip(FormField field) {
            return "";
        }

        @Override
        public String choice(FormField field, String value) {
            return value;
        }

        @Override
        public String section(String name) {
            return name;
        }
    };

    private Optional<Shell> shell = Optional.empty();

    @AfterEach
    void end() {
        Desk.ui(() -> shell.ifPresent(Shell::dispose));
    }

    private static Stream<Control> below(Control control) {
        return control instanceof Composite composite
                ? Stream.concat(Stream.of(control), Stream.of(composite.getChildren()).flatMap(FormStepsTest::below))
                : Stream.of(control);
    }

    private long texts() {
        return below(shell.orElseThrow()).filter(Text.class::isInstance).count();
    }

    @Test
    void noStepMakesManyFieldsAndAllAreMadeInTheEnd() {
        FormPane pane = Desk.ui(() -> {
            var window = new Shell(Desk.window().getShell());
            shell = Optional.of(window);
            window.setLayout(new FillLayout());
            window.setSize(600, 400);
            var made = FormPane.inSteps(window, RULES, WORDS, FormLinks.NONE, () -> { });
            window.open();
            return made;
        });
        assertEquals(0, Desk.ui(this::texts));
        boolean more = true;
        while (more) {
            long before = Desk.ui(this::texts);
            more = Desk.ui(pane::makeMore);
            long made = Desk.ui(this::texts) - before;
            assertTrue(made > 0 && made <= MOST_AT_ONCE, made + " fields in one step");
        }
        assertEquals(FIELDS, Desk.ui(this::texts));
        Desk.ui(() -> pane.show(new FormValues(Map.of("f0", "first", "f49", "last")), false));
        assertEquals("first last", Desk.ui(() -> pane.read().text("f0") + " " + pane.read().text("f49")));
    }
}
