package org.trunkline.examples.carriers;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.trunkline.api.config.EntryKind;
import org.trunkline.api.plugin.PluginEntries.Template;
import org.trunkline.api.plugin.TemplateRules;
import org.trunkline.domain.config.NumberRules;
import org.trunkline.domain.config.Transport;
import org.trunkline.domain.config.Trunk;
import org.trunkline.spi.config.SettingField;
import org.trunkline.spi.config.TrunkTemplates;
import org.trunkline.spi.testkit.TrunkTemplatesContract;

/** Each template makes the trunk that its carrier's guide describes. */
class CarriersTest extends TrunkTemplatesContract {
    private final Carriers carriers = new Carriers();

    @Override
    protected TrunkTemplates templates() {
        return carriers;
    }

    private Trunk trunk(String id, String region) {
        var template = carriers.templates().stream().filter(t -> t.id().equals(id)).findFirst().orElseThrow();
        var texts = TemplateRules.fill(new Template(id, "org.trunkline.examples.carriers", template.provider(), template.country(),
                template.source(), template.trunk(), template.asked().stream().map(SettingField::inApi).toList()),
                Map.of("region", region, "username", "acme", "password", "correct horse"));
        return EntryKind.TRUNK.read(texts, Optional.empty()).draft().orElseThrow();
    }

    @Test
    void telnyxIsReachedOverTls() {
        var trunk = trunk("telnyx", "");
        assertEquals("sip.telnyx.eu", trunk.peer().host());
        assertEquals(Transport.TLS, trunk.peer().transport());
        assertEquals(5061, trunk.peer().port());
        assertEquals("acme", trunk.registration().orElseThrow().username());
        assertEquals(NumberRules.Format.E164_PLUS, trunk.numbers().outbound().format());
    }

    @Test
    void wavixHasAHostForEachRegion() {
        assertEquals("sg.wavix.net", trunk("wavix", "sg").peer().host());
        assertEquals(Transport.UDP, trunk("wavix", "").peer().transport());
    }
}
