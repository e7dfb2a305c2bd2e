package org.trunkline.spi.config;

import java.util.List;
import java.util.Map;

import org.osgi.annotation.versioning.ConsumerType;
import org.trunkline.spi.ExtensionException;
import org.trunkline.spi.ExtensionPoint;

/**
 * Templates of carriers and platforms: initial values of a new trunk of a provider.
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
     * @param trunk values of the trunk, by JSON path as in {@code POST /api/v1/trunks}; {@code {name}} stands for a
     *        value that is asked
     * @param asked questions to the administrator
     */
    record TrunkTemplate(String id, String provider, String country, String source, Map<String, String> trunk,
            List<SettingField> asked) {
        public TrunkTemplate {
            trunk = Map.copyOf(trunk);
            asked = List.copyOf(asked);
        }
    }
}
