package org.trunkline.ui.trunks.internal.template;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

import org.eclipse.jface.layout.GridDataFactory;
import org.eclipse.jface.resource.JFaceResources;
import org.eclipse.swt.SWT;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Label;
import org.trunkline.api.FieldError;
import org.trunkline.ui.NodeJobs;
import org.trunkline.ui.Texts;
import org.trunkline.ui.form.DeclaredForm;
import org.trunkline.ui.form.FormField;
import org.trunkline.ui.form.FormLinks;
import org.trunkline.ui.form.FormPane;
import org.trunkline.ui.form.FormValues;
import org.trunkline.ui.form.Offered;
import org.trunkline.ui.look.Palette;

/** A template: its provider, whose it is, and its questions as a form. UI thread only. */
final class QuestionPane {
    private static final int LEAST_WIDTH = 300;
    /** Left of the fields of a form that scrolls. */
    private static final int FORM_MARGIN = 12;

    private final TemplateOffer offer;
    private final DeclaredForm declared;
    private final Consumer<String> say;
    private final FormPane form;
    private List<FieldError> refused = List.of();

    /** @param before answers that were typed into it before @param say told of an error that does not fit beneath its field */
    QuestionPane(Composite parent, Texts texts, NodeJobs jobs, TemplateOffer offer, List<TemplateOffer> all, Optional<FormValues> before,
            Consumer<String> say) {
        this.offer = offer;
        this.say = say;
        declared = new DeclaredForm(offer.template().asked());
        label(parent, offer.name(all)).setFont(JFaceResources.getFontRegistry().getBold(JFaceResources.DEFAULT_FONT));
        muted(label(parent, offer.origin(texts)));
        muted(label(parent, texts.get("template.source", offer.template().source())));
        muted(label(parent, texts.get("template.fills", offer.fills())));
        if (declared.fields().isEmpty())
            label(parent, texts.get("template.asks-nothing"));
        form = FormPane.scrolled(parent, declared, declared, FormLinks.NONE, this::typed);
        GridDataFactory.fillDefaults().grab(true, true).indent(0, 6).applyTo(form.control());
        form.show(before.orElseGet(declared::blank), false);
        declared.fields().stream().map(FormField::type).distinct().forEach(type -> Offered.of(type).ifPresent(names ->
                jobs.read(texts.get("template.reading"), names, found -> {
                    if (!form.control().isDisposed())
                        form.offer(type, found);
                }, failure -> say.accept(failure.message()))));
    }

    private static Label label(Composite parent, String text) {
        var label = new Label(parent, SWT.WRAP);
        label.setText(text.replace("&", "&&"));
        GridDataFactory.fillDefaults().indent(FORM_MARGIN, 0).grab(true, false).hint(LEAST_WIDTH, SWT.DEFAULT).applyTo(label);
        return label;
    }

    private static void muted(Label label) {
        Palette.follow(label, palette -> label.setForeground(palette.muted()));
    }

    TemplateOffer offer() {
        return offer;
    }

    FormValues read() {
        return form.read();
    }

    Map<String, String> answers() {
        return declared.typed(form.read());
    }

    void focus() {
        form.focus(List.of());
    }

    /** What the node refused is not known of other answers. */
    private void typed() {
        refused = List.of();
        show();
    }

    private List<FieldError> errors() {
        var all = new ArrayList<>(declared.check(answers(), List.of()));
        all.addAll(refused);
        return all;
    }

    private void show() {
        Optional<String> elsewhere = form.errors(errors());
        say.accept(refused.isEmpty() ? "" : elsewhere.orElse(""));
    }

    /** Whether the answers are right by the rules that need no node; shows what is not. */
    boolean rightHere() {
        refused = List.of();
        return !shows(errors());
    }

    /** Shows what the node said against the answers. */
    void refused(List<FieldError> errors) {
        refused = errors;
        shows(errors);
    }

    private boolean shows(List<FieldError> errors) {
        form.touchAll();
        show();
        if (!errors.isEmpty())
            form.focus(errors);
        return !errors.isEmpty();
    }
}
