package org.trunkline.ui.trunks.internal.change;

import java.util.Collection;
import java.util.List;
import java.util.Optional;

import org.trunkline.api.NodeUnavailableException;
import org.trunkline.api.config.LoggedChange;
import org.trunkline.api.node.Node;
import org.trunkline.ui.Texts;
import org.trunkline.ui.form.FormField;
import org.trunkline.ui.form.FormField.Type;
import org.trunkline.ui.trunks.internal.model.AddedKind;
import org.trunkline.ui.trunks.internal.model.Kind;

/** Words of changed entries of plug-ins, as the plug-ins give them. */
record AddedWords(Collection<Kind> kinds, Texts texts) {
    AddedWords {
        kinds = List.copyOf(kinds);
    }

    /** Of a desk that has not asked a node yet. */
    static AddedWords none() {
        return new AddedWords(List.of(), Texts.of(Kind.class));
    }

    /** Off the UI thread. */
    static AddedWords of(Node node) throws NodeUnavailableException {
        return new AddedWords(AddedKind.all(node).keySet(), Texts.of(Kind.class));
    }

    private Optional<Kind> kind(String code) {
        return kinds.stream().filter(kind -> kind.code().equals(code)).findFirst();
    }

    /** {@code Conference rooms: 8000} */
    Optional<String> subject(LoggedChange change) {
        return change.entry().flatMap(entry -> kind(entry.kind()).map(kind -> kind.text(texts).named(entry.key())));
    }

    Optional<String> label(String kind, String path) {
        return kind(kind).flatMap(of -> field(of, path).map(of.text(texts)::label));
    }

    /** A choice in words; empty for any other value. */
    Optional<String> value(String kind, String path, String value) {
        return kind(kind).flatMap(of -> field(of, path).filter(field -> field.type() == Type.CHOICE && !value.isEmpty())
                .map(field -> of.text(texts).choice(field, value)));
    }

    private static Optional<FormField> field(Kind kind, String name) {
        return kind.form().fields().stream().filter(field -> field.name().equals(name)).findFirst();
    }
}
