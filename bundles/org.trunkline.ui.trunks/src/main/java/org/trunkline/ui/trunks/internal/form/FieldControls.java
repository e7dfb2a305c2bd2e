package org.trunkline.ui.trunks.internal.form;

import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Supplier;

import org.eclipse.jface.layout.GridDataFactory;
import org.eclipse.jface.layout.GridLayoutFactory;
import org.eclipse.swt.SWT;
import org.eclipse.swt.dnd.Clipboard;
import org.eclipse.swt.dnd.TextTransfer;
import org.eclipse.swt.dnd.Transfer;
import org.eclipse.swt.widgets.Button;
import org.eclipse.swt.widgets.Combo;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Text;
import org.trunkline.ui.Texts;
import org.trunkline.ui.look.NativeLook;
import org.trunkline.ui.look.Palette;
import org.trunkline.ui.look.TabLeaves;
import org.trunkline.ui.trunks.internal.model.FieldSpec;
import org.trunkline.ui.trunks.internal.model.GroupText;
import org.trunkline.ui.trunks.internal.model.Kind;
import org.trunkline.ui.trunks.internal.model.Offer;
import org.trunkline.ui.trunks.internal.model.Passwords;

/** Makes the widgets of a field of each type. UI thread only. */
final class FieldControls {
    private static final int WIDE = 240;
    private static final int NARROW = 80;
    private static final int LINES = 3;
    private static final char DOT = '\u2022';

    private final Kind kind;
    private final Texts texts;
    private final Runnable changed;
    private final BiConsumer<Kind, String> open;
    private final GroupText groupText;
    private final Passwords passwords = new Passwords();

    /** @param username of the subscriber edited, where it is one @param open shows another entry */
    FieldControls(Kind kind, Texts texts, Runnable changed, Supplier<String> username,
            BiConsumer<Kind, String> open) {
        this.kind = kind;
        this.texts = texts;
        this.changed = changed;
        this.open = open;
        groupText = new GroupText(texts, username);
    }

    FieldControl make(Composite parent, FieldSpec field) {
        FieldControl made = switch (field.type()) {
            case TEXT -> text(parent, SWT.BORDER, WIDE);
            case NUMBER -> text(parent, SWT.BORDER | SWT.RIGHT, NARROW);
            case LINES -> lines(parent);
            case CHECK -> check(parent, field);
            case CHOICE -> choice(parent, field);
            case PASSWORD -> password(parent);
            case TRUNKS, MEMBERS -> names(NameList.ordered(parent, texts, changed));
            case GROUPS -> names(NameList.linked(parent, texts, changed, groupText::line, name -> open.accept(
                    Kind.RING_GROUP, name)));
            case SUBSCRIBER, TARGET -> name(parent);
            case FACT -> fact(parent);
        };
        made.focus().setToolTipText(tip(field));
        made.focus().setData("field", field.name());
        return made;
    }

    private String tip(FieldSpec field) {
        String tip = texts.get(key(field) + ".tip");
        var limits = field.limits();
        return limits.max().isEmpty() ? tip : texts.get("field.range", tip, limits.min(), limits.max(), limits.unit()).strip();
    }

    private String key(FieldSpec field) {
        return "field." + kind.code() + "." + field.name();
    }

    private FieldControl text(Composite parent, int style, int width) {
        var text = NativeLook.of(new Text(parent, style));
        GridDataFactory.swtDefaults().hint(width, SWT.DEFAULT).applyTo(text);
        text.addListener(SWT.Modify, e -> changed.run());
        return new FieldControl(text, text::getText, value -> put(text, value));
    }

    /** Setting what is there already would move the caret. */
    private static void put(Text text, String value) {
        if (!text.getText().equals(value))
            text.setText(value);
    }

    private FieldControl lines(Composite parent) {
        var text = TabLeaves.of(new Text(parent, SWT.BORDER | SWT.MULTI | SWT.V_SCROLL));
        GridDataFactory.swtDefaults().hint(WIDE, LINES * text.getLineHeight()).applyTo(text);
        text.addListener(SWT.Modify, e -> changed.run());
        return new FieldControl(text, text::getText, value -> put(text, value));
    }

    private FieldControl check(Composite parent, FieldSpec field) {
        var button = NativeLook.of(new Button(parent, SWT.CHECK));
        button.setText(texts.get(key(field)));
        button.addListener(SWT.Selection, e -> changed.run());
        return new FieldControl(button, () -> Boolean.toString(button.getSelection()),
                value -> button.setSelection("true".equals(value)));
    }

    private FieldControl choice(Composite parent, FieldSpec field) {
        var combo = NativeLook.of(new Combo(parent, SWT.READ_ONLY));
        combo.setItems(field.choices().stream().map(c -> texts.get(key(field) + "." + c)).toArray(String[]::new));
        combo.addListener(SWT.Selection, e -> changed.run());
        return new FieldControl(combo, () -> field.choices().get(Math.max(0, combo.getSelectionIndex())),
                value -> combo.select(field.choices().indexOf(value)));
    }

    private FieldControl password(Composite parent) {
        var row = new Composite(parent, SWT.NONE);
        GridLayoutFactory.fillDefaults().numColumns(4).applyTo(row);
        var text = NativeLook.of(new Text(row, SWT.BORDER));
        text.setEchoChar(DOT);
        GridDataFactory.swtDefaults().hint(WIDE - 100, SWT.DEFAULT).applyTo(text);
        text.addListener(SWT.Modify, e -> changed.run());
        var show = button(row, SWT.TOGGLE, "password.show");
        show.addListener(SWT.Selection, e -> text.setEchoChar(show.getSelection() ? '\0' : DOT));
        button(row, SWT.PUSH, "password.generate").addListener(SWT.Selection, e -> {
            show.setSelection(true);
            text.setEchoChar('\0');
            text.setText(passwords.next());
        });
        button(row, SWT.PUSH, "password.copy").addListener(SWT.Selection, e -> copy(text));
        return new FieldControl(row, text, text::getText, value -> {
            put(text, value);
            if (value.isEmpty()) {
                show.setSelection(false);
                text.setEchoChar(DOT);
            }
        }, names -> { }, lines -> { });
    }

    private Button button(Composite row, int style, String key) {
        var button = NativeLook.of(new Button(row, style));
        button.setText(texts.get(key));
        button.setToolTipText(texts.get(key + ".tip"));
        return button;
    }

    private static void copy(Text text) {
        if (text.getText().isEmpty())
            return;
        var clipboard = new Clipboard(text.getDisplay());
        clipboard.setContents(new Object[] {text.getText()}, new Transfer[] {TextTransfer.getInstance()});
        clipboard.dispose();
    }

    private static FieldControl names(NameList names) {
        return new FieldControl(names.control(), names.first(), names::text, names::set, names::offer, lines -> { });
    }

    /** In a text, so that it can be copied and the keyboard comes to it. What it says is no value of the entry. */
    private static FieldControl fact(Composite parent) {
        var text = new Text(parent, SWT.READ_ONLY | SWT.WRAP | SWT.MULTI);
        GridDataFactory.swtDefaults().hint(WIDE, SWT.DEFAULT).applyTo(text);
        Palette.follow(text, palette -> text.setBackground(palette.background()));
        return new FieldControl(text, text, () -> "", value -> { }, names -> { },
                said -> put(text, String.join("\n", said)));
    }

    private FieldControl name(Composite parent) {
        var combo = NativeLook.of(new Combo(parent, SWT.DROP_DOWN));
        GridDataFactory.swtDefaults().hint(WIDE - 40, SWT.DEFAULT).applyTo(combo);
        combo.addListener(SWT.Modify, e -> changed.run());
        return new FieldControl(combo, combo, combo::getText, value -> {
            if (!combo.getText().equals(value))
                combo.setText(value);
        }, offers -> offer(combo, offers.stream().map(Offer::name).toList()), lines -> { });
    }

    private static void offer(Combo combo, List<String> names) {
        if (List.of(combo.getItems()).equals(names))
            return;
        String before = combo.getText();
        combo.setItems(names.toArray(String[]::new));
        combo.setText(before);
    }
}
