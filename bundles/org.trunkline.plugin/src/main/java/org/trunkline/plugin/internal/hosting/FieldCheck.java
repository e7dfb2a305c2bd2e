package org.trunkline.plugin.internal.hosting;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.trunkline.api.cdr.AttributeAbout;
import org.trunkline.api.cdr.AttributeNames;
import org.trunkline.domain.part.LocalizableText;
import org.trunkline.plugin.internal.guard.ExtensionSet;
import org.trunkline.plugin.internal.runtime.PluginRuntime.PluginStartException;
import org.trunkline.spi.ExtensionFailedException;
import org.trunkline.spi.record.AttributeField;
import org.trunkline.spi.record.RecordAttributes;

/** Refuses a plug-in whose record fields have names that are taken, before any of its extensions is used. */
final class FieldCheck {
    private FieldCheck() {}

    /** @param known fields of the plug-ins that run */
    static void check(String plugin, ExtensionSet extensions, List<AttributeAbout> known) throws PluginStartException {
        var names = new ArrayList<String>();
        for (var attributes : extensions.of(RecordAttributes.class))
            names.addAll(names(attributes));
        Optional<LocalizableText> refusal = AttributeNames.refusal(names, plugin, known);
        if (refusal.isPresent())
            throw new PluginStartException(refusal.get());
    }

    /** None of one that does not answer: it is asked again in use, and its failures count there. */
    private static List<String> names(RecordAttributes attributes) {
        try {
            return attributes.fields().stream().map(AttributeField::name).toList();
        } catch (ExtensionFailedException e) {
            return List.of();
        }
    }
}
