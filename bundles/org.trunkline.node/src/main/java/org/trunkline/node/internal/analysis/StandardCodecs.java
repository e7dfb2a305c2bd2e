package org.trunkline.node.internal.analysis;

import java.util.Map;

import org.osgi.service.component.annotations.Component;
import org.trunkline.domain.quality.CodecImpairment;
import org.trunkline.spi.quality.CodecProfile;

/** The product's own figures: ITU-T G.113 Appendix I, and published listening tests where it is silent. The last profile. */
@Component(service = CodecProfile.class, property = {"service.ranking:Integer=-1000", "trunkline.name=G.113"})
public final class StandardCodecs implements CodecProfile {
    @Override
    public Map<String, CodecImpairment> profiles() {
        return CodecImpairment.standard();
    }
}
