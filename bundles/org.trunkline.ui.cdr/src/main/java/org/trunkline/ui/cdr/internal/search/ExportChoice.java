package org.trunkline.ui.cdr.internal.search;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

import org.trunkline.api.cdr.RecordExports.Format;
import org.trunkline.export.ResultFormat;
import org.trunkline.ui.Texts;

/**
 * A format that a result can be exported as.
 *
 * @param label for the file dialog
 * @param suffix of the file, without the dot
 */
record ExportChoice(String id, String label, String suffix) {
    /** Ours, which the desk writes itself, then what else the node has: formats of plug-ins. */
    static List<ExportChoice> of(List<Format> ofNode, Texts texts) {
        var all = new ArrayList<>(Stream.of(ResultFormat.values())
                .map(it -> new ExportChoice(it.suffix(), texts.get("export." + it.suffix()), it.suffix())).toList());
        ofNode.stream().filter(it -> ResultFormat.ofSuffix(it.id()).isEmpty())
                .map(it -> new ExportChoice(it.id(), it.label(Locale.getDefault()) + " (*." + it.extension() + ")", it.extension()))
                .forEach(all::add);
        return List.copyOf(all);
    }

    /** The filter chosen counts where it has the suffix that was typed; else the first with that suffix; else the filter. */
    static ExportChoice chosen(String file, int filter, List<ExportChoice> choices) {
        var typed = file.substring(file.lastIndexOf('.') + 1);
        var picked = choices.get(Math.clamp(filter, 0, choices.size() - 1));
        return picked.suffix().equals(typed) ? picked
                : choices.stream().filter(it -> it.suffix().equals(typed)).findFirst().orElse(picked);
    }
}
