package org.trunkline.phone.internal;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.time.Duration;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.trunkline.phone.PhoneAccount;
import org.trunkline.phone.internal.work.DrivenWork;

/** A phone whose sound process has no programs to run. */
class SoftPhoneTest {
    private static final PhoneAccount ANNA = account("ws://example.org");

    private final DrivenWork work = new DrivenWork();
    private final SoftPhone phone = new SoftPhone(work, "urn:uuid:00000000-0000-0000-0000-000000000001", () -> {
        throw new IllegalStateException("no library");
    });

    private static PhoneAccount account(String server) {
        return new PhoneAccount("1", URI.create(server), "example.org", "anna", "Anna", "secret");
    }

    @AfterEach
    void close() {
        phone.close();
    }

    @Test
    void withoutSoundTheCallThatTheNodePlacesIsForTheOtherPhones() {
        phone.testSound(); // there is none
        assertFalse(phone.leavesToOthers(ANNA));
        phone.leaveToOthers("anna");
        assertFalse(phone.leavesToOthers(account("tls://example.org")));
        assertTrue(phone.leavesToOthers(ANNA));
        assertFalse(phone.leavesToOthers(ANNA), "the next call is for this one too");
    }

    @Test
    void aCallThatComesLaterIsAnotherOne() {
        phone.testSound();
        phone.leaveToOthers("anna");
        work.pass(Duration.ofSeconds(11));
        assertFalse(phone.leavesToOthers(ANNA));
    }

    @Test
    void withSoundThisPhoneRingsToo() {
        phone.leaveToOthers("anna");
        assertFalse(phone.leavesToOthers(ANNA));
    }
}
