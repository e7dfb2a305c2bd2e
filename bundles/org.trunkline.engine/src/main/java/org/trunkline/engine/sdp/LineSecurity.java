package org.trunkline.engine.sdp;

import java.util.Optional;

/** How a media line is encrypted: by keys in the description, or as browsers do it; by neither for plain RTP. */
public record LineSecurity(Sdes sdes, Optional<WebRtc> webRtc) {
    public static final LineSecurity NONE = new LineSecurity(Sdes.NONE, Optional.empty());

    public LineSecurity(Sdes sdes) {
        this(sdes, Optional.empty());
    }

    public LineSecurity(WebRtc webRtc) {
        this(Sdes.NONE, Optional.of(webRtc));
    }

    /** The same protocol, secure. */
    String protocol(String plain) {
        return webRtc.isPresent() ? WebRtc.PROTOCOL : sdes.protocol(plain);
    }
}
