package org.trunkline.ui.form;

import java.util.List;
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
import org.trunkline.domain.schema.Passwords;
import org.trunkline.ui.Texts;
import org.trunkline.ui.look.NativeLook;
import org.trunkline.ui.look.Palette;
import org.trunkline.ui.look.TabLeaves;

/** Makes the widgets of a field of each type. UI thread only. */
final class FieldControls {
    private static final int WIDE = 240;
    private static final int NARROW = 80;
    private static final int LINES = 3;
    private static final char DOT = '\u2022';

    private final FormWords words;
    private final Texts texts = Texts.of(FieldControls.class);
    private final Runnable changed;
    private final Supplier<String> key;
    private final FormLinks links;
    private final Passwords passwords = new Passwords();

    /** @param key of the entry that is edited */
    FieldControls(FormWords words, Runnable changed, Supplier<String> key, FormLinks links) {
        this.words = words;
        this.changed = changed;
        this.key = key;
        this.links = links;
    }

    FieldControl make(Composite parent, FormField field) {
        FieldControl made = switch (field.type()) {
            case TEXT -> text(parent, SWT.BORDER, WIDE);
            case NUMBER -> text(parent, SWT.BORDER | SWT.RIGHT, NARROW);
            case LINES -> lines(parent);
            case CHECK -> check(parent, field);
            case CHOICE -> choice(parent, field);
            case PASSWORD -> password(parent);
            case SECRET -> secret(parent);
            case TRUNKS, MEMBERS -> names(NameList.ordered(parent, texts, changed));
            case GROUPS -> names(NameList.linked(parent, texts, changed,
                    (name, offers) -> links.line(key.get(), name, offers), links::open));
            case TRUNK, SUBSCRIBER, TARGET -> name(parent);
            case FACT -> fact(parent);
        };
        made.focus().setToolTipText(tip(field));
        made.focus().setData("field", field.name());
        return made;
    }

    private String tip(FormField field) {
        String tip = words.tip(field);
        var limits = field.limits();
        return limits.min().isEmpty() || limits.max().isEmpty() ? tip : texts.get("field.range", tip, limits.min(), limits.max(), limits.unit()).strip();
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

    private FieldControl check(Composite parent, FormField field) {
        var button = NativeLook.of(new Button(parent, SWT.CHECK));
        button.setText(words.label(field).replace("&", "&&"));
        button.addListener(SWT.Selection, e -> changed.run());
        return new FieldControl(button, () -> Boolean.toString(button.getSelection()),
                value -> button.setSelection("true".equals(value)));
    }

    private FieldControl choice(Composite parent, FormField field) {
        var combo = NativeLook.of(new Combo(parent, SWT.READ_ONLY));
        combo.setItems(field.choices().stream().map(c -> words.choice(field, c)).toArray(String[]::new));
        combo.addListener(SWT.Selection, e -> changed.run());
        return new FieldControl(combo, () -> combo.getSelectionIndex() < 0 ? "" : field.choices().get(combo.getSelectionIndex()),
                value -> combo.select(field.choices().indexOf(value)));
    }

    private FieldControl password(Composite parent) {
        var row = new Composite(parent, SWT.NONE);
        GridLayoutFactory.fillDefaults().numColumns(4).applyTo(row);
        var text = hidden(row, WIDE - 100);
        var show = showing(row, text);
        button(row, SWT.PUSH, "password.generate").addListener(SWT.Selection, e -> {
            show.setSelection(true);
            text.setEchoChar('\0');
            text.setText(passwords.next());
        });
        button(row, SWT.PUSH, "password.copy").addListener(SWT.Selection, e -> copy(text));
        return secret(row, text, show);
    }

    private FieldControl secret(Composite parent) {
        var row = new Composite(parent, SWT.NONE);
        GridLayoutFactory.fillDefaults().numColumns(2).applyTo(row);
        var text = hidden(row, WIDE - 60);
        return secret(row, text, showing(row, text));
    }

    private Text hidden(Composite row, int width) {
        var text = NativeLook.of(new Text(row, SWT.BORDER));
        text.setEchoChar(DOT);
        GridDataFactory.swtDefaults().hint(width, SWT.DEFAULT).applyTo(text);
        text.addListener(SWT.Modify, e -> changed.run());
        return text;
    }

    private Button showing(Composite row, Text text) {
        var show = button(row, SWT.TOGGLE, "password.show");
        show.addListener(SWT.Selection, e -> text.setEchoChar(show.getSelection() ? '\0' : DOT));
        return show;
    }

    private static FieldControl secret(Composite row, Text text, Button show) {
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
