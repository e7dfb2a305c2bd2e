package org.trunkline.spi.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Locale;

import org.junit.jupiter.api.Test;
import org.trunkline.spi.quality.CodecProfile;

/** What each {@link CodecProfile} must do, whatever codecs it knows. */
public abstract class CodecProfileContract {
    /** A profile as the node would make it. */
    protected abstract CodecProfile profile() throws Exception;

    @Test
    void namesAreThoseOfSdpInUpperCase() throws Exception {
        for (var name : profile().profiles().keySet()) {
            assertTrue(name.matches("[A-Z0-9][A-Z0-9._+-]{0,39}"), name);
            assertEquals(name.toUpperCase(Locale.ROOT), name);
        }
    }

    @Test
    void figuresCanBeRated() throws Exception {
        profile().profiles().forEach((name, codec) -> {
            assertTrue(codec.ie() >= 0 && codec.ie() < 95, () -> name + " has ie " + codec.ie());
            assertTrue(codec.bpl() > 0 && Double.isFinite(codec.bpl()), () -> name + " has bpl " + codec.bpl());
            assertTrue(codec.coding().toMillis() <= 1_000, () -> name + " takes " + codec.coding());
        });
    }

    @Test
    void thereAreSomeAndAtMostAHundred() throws Exception {
        var profiles = profile().profiles();
        assertFalse(profiles.isEmpty(), "a profile without codecs says nothing");
        assertTrue(profiles.size() <= 100, () -> profiles.size() + " codecs, at most 100 are allowed");
    }

    @Test
    void theAnswerIsTheSameEachTime() throws Exception {
        var profile = profile();
        assertEquals(profile.profiles(), profile.profiles());
    }
}
