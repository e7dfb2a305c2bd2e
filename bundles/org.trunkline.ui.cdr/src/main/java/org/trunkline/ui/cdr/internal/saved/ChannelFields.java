package org.trunkline.ui.cdr.internal.saved;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

import org.eclipse.jface.layout.GridDataFactory;
import org.eclipse.jface.layout.GridLayoutFactory;
import org.eclipse.swt.SWT;
import org.eclipse.swt.widgets.Button;
import org.eclipse.swt.widgets.Combo;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Control;
import org.eclipse.swt.widgets.Label;
import org.eclipse.swt.widgets.Text;
import org.trunkline.api.alert.AlertChannelAbout;
import org.trunkline.api.plugin.PluginAbout.Field;
import org.trunkline.domain.config.ChannelUse;
import org.trunkline.ui.Texts;
import org.trunkline.ui.look.NativeLook;

/** The channels of plug-ins that an alert may use, each with the form that it describes. UI thread. */
final class ChannelFields {
    private static final int WIDE = 260;
    private static final Pattern FIELD = Pattern.compile("alert\\.channels\\[(\\d+)]\\.(?:settings\\.(.*)|channel)");

    private record Drawn(AlertChannelAbout about, Button used, Map<String, Control> fields) {}

    private final Composite pane;
    private final Texts texts;
    private final Runnable edited;
    private final List<Drawn> drawn = new ArrayList<>();
    private List<AlertChannelAbout> there = List.of();
    /** As the alert has them; what is not there now stays as it is. */
    private List<ChannelUse> present = List.of();

    ChannelFields(Composite parent, Texts texts, Runnable edited) {
        this.texts = texts;
        this.edited = edited;
        pane = new Composite(parent, SWT.NONE);
        GridDataFactory.fillDefaults().grab(true, false).span(2, 1).applyTo(pane);
        GridLayoutFactory.fillDefaults().numColumns(2).spacing(10, 6).applyTo(pane);
    }

    /** Draws them anew where they changed; what was typed stays. @return whether anything changed */
    boolean show(List<AlertChannelAbout> channels) {
        var others = channels.stream().filter(c -> !c.plugin().isEmpty()).toList();
        if (others.equals(there))
            return false;
        var typed = uses();
        there = others;
        for (var child : pane.getChildren())
            child.dispose();
        drawn.clear();
        others.forEach(c -> drawn.add(draw(c)));
        put(typed);
        pane.requestLayout();
        return true;
    }

    List<AlertChannelAbout> there() {
        return there;
    }

    private Drawn draw(AlertChannelAbout channel) {
        new Label(pane, SWT.NONE);
        var used = NativeLook.of(new Button(pane, SWT.CHECK));
        used.setText(in(channel.label(), channel.id()).replace("&", "&&"));
        used.setToolTipText(channel.id());
        var fields = new LinkedHashMap<String, Control>();
        for (var field : channel.fields()) {
            var label = new Label(pane, SWT.NONE);
            label.setText(labelOf(field).replace("&", "&&"));
            label.setToolTipText(in(field.help(), ""));
            fields.put(field.name(), control(field));
        }
        used.addListener(SWT.Selection, e -> {
            fields.values().forEach(f -> f.setEnabled(used.getSelection()));
            edited.run();
        });
        return new Drawn(channel, used, fields);
    }

    private Control control(Field field) {
        Control control;
        switch (field.type()) {
            case "yes-no" -> {
                control = NativeLook.of(new Button(pane, SWT.CHECK));
                control.addListener(SWT.Selection, e -> edited.run());
            }
            case "choice" -> {
                var combo = new Combo(pane, SWT.READ_ONLY);
                field.choices().forEach((value, label) -> combo.add(in(label, value)));
                combo.setData(List.copyOf(field.choices().keySet()));
                combo.addListener(SWT.Selection, e -> edited.run());
                control = combo;
            }
            default -> {
                control = new Text(pane, SWT.BORDER | (field.secret() ? SWT.PASSWORD : SWT.NONE));
                control.addListener(SWT.Modify, e -> edited.run());
                GridDataFactory.fillDefaults().grab(true, false).hint(WIDE, SWT.DEFAULT).applyTo(control);
            }
        }
        control.setToolTipText(in(field.help(), ""));
        return control;
    }

    private static String labelOf(Field field) {
        return in(field.label(), field.name()) + (field.unit().isEmpty() ? "" : " (" + field.unit() + ")");
    }

    private static String in(Map<String, String> texts, String otherwise) {
        return texts.getOrDefault(Locale.getDefault().getLanguage(), texts.getOrDefault("en", otherwise));
    }

    /** @param alert whether the search alerts at all */
    void enable(boolean alert) {
        drawn.forEach(d -> {
            d.used().setEnabled(alert);
            d.fields().values().forEach(f -> f.setEnabled(alert && d.used().getSelection()));
        });
    }

    /** @param uses of the alert that is there */
    void fill(List<ChannelUse> uses) {
        present = uses;
        put(uses);
    }

    List<ChannelUse> present() {
        return present;
    }

    private void put(List<ChannelUse> uses) {
        for (var d : drawn) {
            var use = uses.stream().filter(u -> u.channel().equals(d.about().id())).findFirst();
            d.used().setSelection(use.isPresent());
            for (var field : d.about().fields()) {
                var value = use.map(u -> u.settings().getOrDefault(field.name(), "")).orElse(field.defaultValue());
                put(d.fields().get(field.name()), value);
                if (d.fields().get(field.name()) instanceof Text text)
                    text.setMessage(field.secret() && present.stream().anyMatch(u -> u.channel().equals(d.about().id()))
                            ? texts.get("saved.secret.kept") : "");
            }
        }
    }

    private static void put(Control control, String value) {
        switch (control) {
            case Button button -> button.setSelection(value.equals("true"));
            case Combo combo -> {
                int index = values(combo).indexOf(value);
                if (index < 0)
                    combo.deselectAll();
                else
                    combo.select(index);
            }
            case Text text -> text.setText(value);
            default -> throw new IllegalStateException(control.toString());
        }
    }

    private static List<?> values(Combo combo) {
        return combo.getData() instanceof List<?> values ? values : List.of();
    }

    /** Drafts, secrets in clear; those that are not there now are as they were. */
    List<ChannelUse> uses() {
        var uses = new ArrayList<ChannelUse>();
        for (var d : drawn)
            if (d.used().getSelection()) {
                var settings = new LinkedHashMap<String, String>();
                d.fields().forEach((name, control) -> {
                    if (!value(control).isEmpty())
                        settings.put(name, value(control));
                });
                uses.add(ChannelUse.of(d.about().id(), settings));
            }
        present.stream().filter(u -> there.stream().noneMatch(c -> c.id().equals(u.channel()))).forEach(uses::add);
        return uses;
    }

    private static String value(Control control) {
        return switch (control) {
            case Button button -> String.valueOf(button.getSelection());
            case Combo combo -> combo.getSelectionIndex() < 0 ? "" : values(combo).get(combo.getSelectionIndex()).toString();
            case Text text -> text.getText().strip();
            default -> "";
        };
    }

    /** What the user calls a field of an error: {@code Pager: Number}; empty where it is none of a channel. */
    Optional<String> label(String field) {
        var matcher = FIELD.matcher(field);
        var uses = uses();
        if (!matcher.matches() || Integer.parseInt(matcher.group(1)) >= uses.size())
            return Optional.empty();
        var id = uses.get(Integer.parseInt(matcher.group(1))).channel();
        var about = there.stream().filter(c -> c.id().equals(id)).findFirst();
        var name = about.map(a -> in(a.label(), id)).orElse(id);
        return Optional.of(about.flatMap(a -> a.fields().stream().filter(f -> f.name().equals(matcher.group(2))).findFirst())
                .map(f -> name + ": " + in(f.label(), f.name())).orElse(name));
    }
}
