package org.trunkline.spi.config;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

import org.osgi.annotation.versioning.ConsumerType;
import org.trunkline.api.plugin.TemplateRules;
import org.trunkline.spi.ExtensionException;
import org.trunkline.spi.ExtensionPoint;

/**
 * Templates of carriers and platforms: initial values of a new trunk of a provider. The desk offers them above the form of a new
 * trunk, asks the questions, and fills in the form, which the administrator checks and saves.
 *
 * <p><b>Threads:</b> any of the plug-in's; read once after the start and after each update. <b>Budget:</b> 1 s inside the
 * node, 2 s in a process of its own. <b>Errors:</b> a template that the node cannot use is left out and named in the
 * node's log.
 *
 * <pre>{@code
 * public final class OurCarriers implements TrunkTemplates {
 *     public List<TrunkTemplate> templates() {
 *         return List.of(new TrunkTemplate("example-tel", "Example Tel", "SE", "https://tel.example/sip, 2026-11-01",
 *                 Map.of("host", "sip.tel.example", "transport", "tls", "registration.username", "{username}"),
 *                 List.of(SettingField.text("username", "Username", "As in the contract").mandatory())));
 *     }
 * }
 * }</pre>
 */
@ConsumerType
@ExtensionPoint(insideMillis = 1_000, outsideMillis = 2_000, concurrency = 1)
public interface TrunkTemplates {
    /** Up to 500. */
    List<TrunkTemplate> templates() throws ExtensionException;

    /**
     * @param id lower case, digits and hyphens
     * @param provider name of the provider in its own spelling
     * @param country ISO 3166-1 code, or empty for international
     * @param source where the data comes from, with its date
     * @param trunk values of the trunk, by JSON path and written as in {@code POST /api/v1/trunks}, without quotes; elements of
     *        a list are separated with commas; {@code {name}} is replaced with the answer to a question. A value of which no
     *        question is answered is left out, and so is a registration or tariff that has questions and no answer
     * @param asked questions to the administrator, up to 60
     */
    record TrunkTemplate(String id, String provider, String country, String source, Map<String, String> trunk,
            List<SettingField> asked) {
        private static final Pattern ID = Pattern.compile("[a-z0-9-]{1,40}");
        private static final int MOST_ASKED = 60;

        public TrunkTemplate {
            trunk = Map.copyOf(trunk);
            asked = List.copyOf(asked);
        }

        /** Why the node leaves it out, as an English sentence; empty for a template that can be used. */
        public Optional<String> problem() {
            if (!ID.matcher(id).matches() || provider.isBlank() || !country.matches("[A-Z]{2}|"))
                return Optional.of("it needs an id of lower case, digits and hyphens, a provider, and a country of two letters or none");
            if (asked.size() > MOST_ASKED)
                return Optional.of("it asks " + asked.size() + " questions; at most " + MOST_ASKED + " are allowed");
            return TemplateRules.problem(trunk, asked.stream().map(SettingField::name).toList());
        }
    }
}
