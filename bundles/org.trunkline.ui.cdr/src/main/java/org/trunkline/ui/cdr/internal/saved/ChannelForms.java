package org.trunkline.ui.cdr.internal.saved;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.eclipse.jface.layout.GridDataFactory;
import org.eclipse.jface.layout.GridLayoutFactory;
import org.eclipse.swt.SWT;
import org.eclipse.swt.widgets.Button;
import org.eclipse.swt.widgets.Composite;
import org.trunkline.api.FieldError;
import org.trunkline.api.alert.AlertChannelAbout;
import org.trunkline.api.plugin.PluginAbout.Field;
import org.trunkline.domain.config.ChannelUse;
import org.trunkline.ui.form.DeclaredForm;
import org.trunkline.ui.form.FormPane;
import org.trunkline.ui.form.FormValues;
import org.trunkline.ui.look.NativeLook;

/** The channels of plug-ins that an alert may use, each with the form that it describes. UI thread. */
final class ChannelForms {
    private static final int INDENT = 20;
    private static final String PATH = "alert.channels[%d].settings.";

    private record Drawn(AlertChannelAbout about, Button used, DeclaredForm declared, FormPane form) {}

    private final Composite pane;
    private final Runnable edited;
    private final List<Drawn> drawn = new ArrayList<>();
    private List<AlertChannelAbout> there = List.of();
    /** As the alert has them; a channel that is not there now stays as it is. */
    private List<ChannelUse> present = List.of();
    private boolean alerts;

    ChannelForms(Composite parent, Runnable edited) {
        this.edited = edited;
        pane = new Composite(parent, SWT.NONE);
        GridDataFactory.fillDefaults().grab(true, false).span(2, 1).applyTo(pane);
        GridLayoutFactory.fillDefaults().spacing(10, 6).applyTo(pane);
    }

    /** Draws them again where they changed; what was typed stays. @return whether anything changed */
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
        var used = NativeLook.of(new Button(pane, SWT.CHECK));
        used.setText(name(channel).replace("&", "&&"));
        used.setToolTipText(channel.id());
        var declared = new DeclaredForm(channel.fields());
        var form = FormPane.plain(pane, declared, declared, edited);
        GridDataFactory.fillDefaults().indent(INDENT, 0).exclude(channel.fields().isEmpty()).applyTo(form.control());
        form.control().setVisible(!channel.fields().isEmpty());
        var one = new Drawn(channel, used, declared, form);
        used.addListener(SWT.Selection, e -> {
            form.setOn(used.getSelection());
            edited.run();
        });
        return one;
    }

    private static String name(AlertChannelAbout channel) {
        return DeclaredForm.in(channel.label(), channel.id());
    }

    /** @param alert whether the search alerts at all */
    void enable(boolean alert) {
        alerts = alert;
        drawn.forEach(d -> {
            d.used().setEnabled(alerts);
            d.form().setOn(alerts && d.used().getSelection());
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
            var use = use(d.about(), uses);
            d.used().setSelection(use.isPresent());
            d.form().show(use.map(u -> new FormValues(u.settings())).orElseGet(d.declared()::blank), false);
            d.form().kept(use(d.about(), present).isPresent()
                    ? d.about().fields().stream().filter(Field::secret).map(Field::name).toList() : List.of());
            d.form().setOn(alerts && d.used().getSelection());
        }
    }

    private static Optional<ChannelUse> use(AlertChannelAbout channel, List<ChannelUse> uses) {
        return uses.stream().filter(u -> u.channel().equals(channel.id())).findFirst();
    }

    /** Drafts, secrets in clear; those that are not there now are as they were. */
    List<ChannelUse> uses() {
        var uses = new ArrayList<ChannelUse>();
        for (var d : drawn)
            if (d.used().getSelection())
                uses.add(ChannelUse.of(d.about().id(), d.declared().typed(d.form().read())));
        present.stream().filter(u -> there.stream().noneMatch(c -> c.id().equals(u.channel()))).forEach(uses::add);
        return uses;
    }

    /**
     * Shows errors at the fields of channels.
     *
     * @param touched whether also at those that nobody typed into
     * @return the first one that is not shown at a field, in a sentence
     */
    Optional<String> errors(List<FieldError> errors, boolean touched) {
        var uses = uses();
        Optional<String> elsewhere = Optional.empty();
        for (var d : drawn) {
            int index = use(d.about(), uses).map(uses::indexOf).orElse(-1);
            if (touched)
                d.form().touchAll();
            var said = d.form().errors(d.declared().worded(of(errors, PATH.formatted(index))));
            elsewhere = elsewhere.or(() -> said.map(sentence -> name(d.about()) + ": " + sentence));
        }
        return elsewhere;
    }

    /** Whether {@link #errors} shows it, at a field or in its sentence. */
    boolean shows(FieldError error) {
        var uses = uses();
        return drawn.stream().map(d -> use(d.about(), uses).map(uses::indexOf).orElse(-1))
                .anyMatch(index -> error.field().startsWith(PATH.formatted(index)));
    }

    private static List<FieldError> of(List<FieldError> errors, String path) {
        return errors.stream().filter(e -> e.field().startsWith(path))
                .map(e -> new FieldError(e.field().substring(path.length()), e.code(), e.args(), e.message())).toList();
    }
}
