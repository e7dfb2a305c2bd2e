package org.trunkline.ui.trunks.internal.change;

import java.util.Collection;
import java.util.List;
import java.util.Optional;

import org.trunkline.api.NodeUnavailableException;
import org.trunkline.api.config.AuditSubject;
import org.trunkline.api.config.LoggedChange;
import org.trunkline.api.node.Node;
import org.trunkline.api.plugin.PluginAbout;
import org.trunkline.api.settings.NodeSetting;
import org.trunkline.ui.Texts;
import org.trunkline.ui.form.DeclaredForm;
import org.trunkline.ui.form.FormField.Type;
import org.trunkline.ui.trunks.internal.model.AddedKind;
import org.trunkline.ui.trunks.internal.model.Kind;
import org.trunkline.ui.trunks.internal.model.OwnKind;

/** Words of changed entries of plug-ins and of node settings, as plug-ins and node give them. */
record AddedWords(Collection<Kind> kinds, List<NodeSetting> settings, Texts texts) {
    AddedWords {
        kinds = List.copyOf(kinds);
        settings = List.copyOf(settings);
    }

    /** Of a desk that has not asked a node yet. */
    static AddedWords none() {
        return new AddedWords(List.of(), List.of(), Texts.of(Kind.class));
    }

    /** Off the UI thread. */
    static AddedWords of(Node node) throws NodeUnavailableException {
        return new AddedWords(AddedKind.all(node).keySet(), node.settings().report().settings(), Texts.of(Kind.class));
    }

    private Optional<Kind> kind(String code) {
        return kinds.stream().filter(kind -> kind.code().equals(code)).findFirst();
    }

    /** {@code Conference rooms: 8000} */
    Optional<String> subject(LoggedChange change) {
        return change.entry().flatMap(entry -> kind(entry.kind()).map(kind -> kind.text(texts).named(entry.key())));
    }

    Optional<String> label(String kind, String path) {
        return kind.equals(AuditSubject.SETTINGS) ? setting(path).map(about -> DeclaredForm.in(about.label(), path))
                : kind(kind).flatMap(of -> of.field(path).map(of.text(texts)::label));
    }

    /** A choice in words; empty for any other value. */
    Optional<String> value(String kind, String path, String value) {
        if (kind.equals(AuditSubject.SETTINGS))
            return setting(path).flatMap(about -> Optional.ofNullable(about.choices().get(value))).map(words -> DeclaredForm.in(words, value));
        return kind(kind).flatMap(of -> of.field(path).filter(field -> field.type() == Type.CHOICE && !value.isEmpty())
                .map(field -> of.text(texts).choice(field, value)));
    }

    /** What can be called of a field's value, of any kind. */
    List<String> dialled(String kind, String path, String value) {
        return OwnKind.ofCode(kind).or(() -> kind(kind)).map(of -> of.dialled(path, value)).orElse(List.of());
    }

    /** The key of what was changed, where it can be called. */
    List<String> dialled(String subject) {
        return AuditSubject.read(subject).map(of -> OwnKind.ofCode(of.kind()).or(() -> kind(of.kind()))
                .map(kind -> kind.dialled(kind.form().keyField(), of.key())).orElse(List.of())).orElse(List.of());
    }

    private Optional<PluginAbout.Field> setting(String name) {
        return settings.stream().filter(setting -> setting.name().equals(name)).map(NodeSetting::about).findFirst();
    }
}
