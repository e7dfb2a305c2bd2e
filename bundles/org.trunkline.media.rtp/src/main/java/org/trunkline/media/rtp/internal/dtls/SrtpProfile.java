package org.trunkline.media.rtp.internal.dtls;

import java.io.IOException;
import java.util.Arrays;

import org.bouncycastle.tls.AlertDescription;
import org.bouncycastle.tls.ExporterLabel;
import org.bouncycastle.tls.SRTPProtectionProfile;
import org.bouncycastle.tls.TlsContext;
import org.bouncycastle.tls.TlsFatalAlert;
import org.bouncycastle.tls.UseSRTPData;
import org.jspecify.annotations.Nullable;
import org.trunkline.engine.port.media.SrtpKeys;
import org.trunkline.engine.port.media.SrtpKeys.Suite;

/** SRTP protection profiles of the relay, the best first (RFC 5764 §4.1.2, RFC 7714 §14.2). */
enum SrtpProfile {
    GCM_128(SRTPProtectionProfile.SRTP_AEAD_AES_128_GCM, Suite.AEAD_AES_128_GCM),
    GCM_256(SRTPProtectionProfile.SRTP_AEAD_AES_256_GCM, Suite.AEAD_AES_256_GCM),
    CM_80(SRTPProtectionProfile.SRTP_AES128_CM_HMAC_SHA1_80, Suite.AES_CM_128_HMAC_SHA1_80);

    final int id;
    private final Suite suite;

    SrtpProfile(int id, Suite suite) {
        this.id = id;
        this.suite = suite;
    }

    static int[] ids() {
        return Arrays.stream(values()).mapToInt(each -> each.id).toArray();
    }

    /**
     * The first of these that the peer has too.
     *
     * @param said its use_srtp extension, null if there is none
     * @throws TlsFatalAlert if there is none in common
     */
    static SrtpProfile of(@Nullable UseSRTPData said) throws TlsFatalAlert {
        if (said == null)
            throw new TlsFatalAlert(AlertDescription.missing_extension, "no use_srtp");
        return Arrays.stream(values()).filter(ours -> Arrays.stream(said.getProtectionProfiles()).anyMatch(id -> id == ours.id)).findFirst()
                .orElseThrow(() -> new TlsFatalAlert(AlertDescription.handshake_failure, "no SRTP profile in common"));
    }

    /** Keys of a complete handshake (RFC 5764 §4.2). @param ours 0 if the node is the client, 1 if it is the server */
    SrtpKeys keys(TlsContext context, int ours) throws IOException {
        byte[] all = context.exportKeyingMaterial(ExporterLabel.dtls_srtp, null, 2 * suite.octets());
        return new SrtpKeys(suite, part(all, ours), part(all, 1 - ours));
    }

    /** Keys of both come before the salts of both. */
    private byte[] part(byte[] all, int who) {
        byte[] part = new byte[suite.octets()];
        System.arraycopy(all, who * suite.keyOctets(), part, 0, suite.keyOctets());
        System.arraycopy(all, 2 * suite.keyOctets() + who * suite.saltOctets(), part, suite.keyOctets(), suite.saltOctets());
        return part;
    }
}
