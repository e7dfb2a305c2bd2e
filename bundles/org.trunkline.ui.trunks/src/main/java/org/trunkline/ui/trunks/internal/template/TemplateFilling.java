package org.trunkline.ui.trunks.internal.template;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.trunkline.api.FieldError;
import org.trunkline.api.NodeUnavailableException;
import org.trunkline.api.node.Node;
import org.trunkline.api.plugin.PluginEntries.Template;
import org.trunkline.api.plugin.TemplateRules;
import org.trunkline.ui.form.FormValues;
import org.trunkline.ui.trunks.internal.model.Editing;
import org.trunkline.ui.trunks.internal.model.OwnKind;

/**
 * Fills in the form of a new trunk from a template. No widgets.
 *
 * @param base values of the form that the template does not change
 */
record TemplateFilling(Template template, FormValues base) {
    private static final String TRANSPORT = "transport";
    private static final String PORT = "port";

    /**
     * What a person typed, without what another template filled in before.
     *
     * @param blank values of a form that nothing was typed into
     * @param filled values as the other template left them; those of the blank form where there was none
     * @param typed values as they are now
     */
    static FormValues base(FormValues blank, FormValues filled, FormValues typed) {
        FormValues base = blank;
        for (var change : typed.changedSince(filled).entrySet())
            base = base.with(change.getKey(), change.getValue());
        return base;
    }

    /** @param answers by the names of the questions */
    FormValues fill(Map<String, String> answers) {
        Map<String, String> filled = TemplateRules.fill(template, answers);
        FormValues values = base;
        if (filled.containsKey(TRANSPORT) && !filled.containsKey(PORT)) // the usual port of the transport
            values = OwnKind.TRUNK.form().following(TRANSPORT, values.with(TRANSPORT, filled.get(TRANSPORT)));
        for (var value : filled.entrySet())
            values = values.with(value.getKey(), value.getValue());
        return values;
    }

    /** What the node says against the trunk, as far as answers made it, at the questions. Off the UI thread. */
    List<FieldError> check(Node node, Map<String, String> answers) throws NodeUnavailableException {
        FormValues values = fill(answers);
        Editing<?, ?> trunk = Editing.blank(OwnKind.TRUNK);
        var errors = new ArrayList<>(trunk.check(values).errors());
        errors.addAll(trunk.checkAtNode(node, values));
        return TemplateRules.atQuestions(template, errors);
    }
}
