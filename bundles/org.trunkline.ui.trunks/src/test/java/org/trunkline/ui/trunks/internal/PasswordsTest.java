package org.trunkline.ui.trunks.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import org.junit.jupiter.api.Test;
import org.trunkline.ui.trunks.internal.kind.Values;

class PasswordsTest {
    @Test
    void passwordsAreLongAndNeverTheSame() {
        var passwords = new Passwords();
        String one = passwords.next();
        assertEquals(16, one.length());
        assertFalse(one.equals(passwords.next()));
        assertFalse(Values.of("password", one).toString().contains(one));
    }
}
