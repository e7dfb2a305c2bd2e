package org.trunkline.ui.trunks.internal.template;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;

import org.trunkline.api.NodeUnavailableException;
import org.trunkline.api.node.Node;
import org.trunkline.api.plugin.PluginEntries.Template;
import org.trunkline.api.plugin.PluginStatus;
import org.trunkline.ui.Texts;
import org.trunkline.ui.form.DeclaredForm;
import org.trunkline.ui.form.FormField;
import org.trunkline.ui.trunks.internal.model.FieldText;
import org.trunkline.ui.trunks.internal.model.OwnKind;

/**
 * A template of a trunk that a plug-in offers.
 *
 * @param plugin its name in the desk's language
 * @param publisher of the plug-in; empty where its archive is not signed
 */
record TemplateOffer(Template template, String plugin, String publisher) {
    TemplateOffer {
        requireNonNull(template);
        requireNonNull(plugin);
        requireNonNull(publisher);
    }

    /** By provider. Off the UI thread. */
    static List<TemplateOffer> all(Node node) throws NodeUnavailableException {
        List<Template> templates = node.entries().trunkTemplates();
        Map<String, PluginStatus> installed = templates.isEmpty() ? Map.of()
                : node.plugins().list().stream().collect(Collectors.toMap(PluginStatus::id, status -> status));
        return templates.stream().map(template -> of(template, Optional.ofNullable(installed.get(template.plugin())))).toList();
    }

    private static TemplateOffer of(Template template, Optional<PluginStatus> plugin) {
        return new TemplateOffer(template, DeclaredForm.in(plugin.map(p -> p.about().name()).orElse(Map.of()), template.plugin()),
                plugin.map(p -> person(p.publisher())).orElse(""));
    }

    /** {@code Example Telephony} of {@code CN=Example Telephony, O=Example AB, C=SE}. */
    private static String person(String subject) {
        try {
            return new LdapName(subject).getRdns().stream().filter(part -> part.getType().equalsIgnoreCase("CN"))
                    .map(Rdn::getValue).map(String::valueOf).findFirst().orElse(subject);
        } catch (InvalidNameException e) {
            return subject; // as the certificate has it
        }
    }

    /** The provider, with the id where another template of the provider is for the same country. */
    String name(List<TemplateOffer> all) {
        boolean alone = all.stream().filter(other -> other.template().provider().equals(template.provider())
                && other.template().country().equals(template.country())).count() < 2;
        return alone ? template.provider() : template.provider() + " (" + template.id() + ")";
    }

    /** In the desk's language. */
    String country(Texts texts) {
        return template.country().isEmpty() ? texts.get("template.international")
                : Locale.of("", template.country()).getDisplayCountry(Locale.getDefault());
    }

    /** Which plug-in it is from, and whose that is. */
    String origin(Texts texts) {
        return publisher.isEmpty() ? texts.get("template.origin.unsigned", country(texts), plugin)
                : texts.get("template.origin", country(texts), plugin, publisher);
    }

    /** The fields that it fills in, as the form of a trunk calls them. */
    String fills() {
        var names = FieldText.create();
        return OwnKind.TRUNK.form().fields().stream().map(FormField::name).filter(template.trunk()::containsKey)
                .map(name -> names.label(OwnKind.TRUNK.code(), name)).collect(Collectors.joining(", "));
    }

    /** Whether its provider, country or plug-in has each of the words that were typed. */
    boolean matches(String typed, Texts texts) {
        String said = String.join(" ", template.provider(), template.id(), template.country(), country(texts), plugin)
                .toLowerCase(Locale.getDefault());
        return Stream.of(typed.toLowerCase(Locale.getDefault()).strip().split("\\s+")).allMatch(said::contains);
    }
}
