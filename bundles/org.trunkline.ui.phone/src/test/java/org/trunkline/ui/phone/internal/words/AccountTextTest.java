package org.trunkline.ui.phone.internal.words;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.trunkline.phone.AccountState;
import org.trunkline.phone.AccountState.Registration;
import org.trunkline.phone.PhoneAccount;
import org.trunkline.phone.PhoneState;
import org.trunkline.phone.SoundChoice;
import org.trunkline.ui.StateText;
import org.trunkline.ui.Texts;

class AccountTextTest {
    private static final Texts TEXTS = Texts.of(PhoneWords.class, Locale.ENGLISH);
    private static final AccountText WORDS = new AccountText(TEXTS, new SaidText(TEXTS, new StateText(Texts.of(StateText.class, Locale.ENGLISH))));
    private static final PhoneAccount ELSEWHERE = new PhoneAccount("2", URI.create("udp://example.org"), "example.org", "anna", "", "secret");

    private static AccountState account(PhoneAccount account, Registration registration) {
        return new AccountState(account, registration, Optional.empty(), Optional.empty());
    }

    private static String blind(AccountState... accounts) {
        return WORDS.blind(new PhoneState(List.of(accounts), List.of(), List.of(), SoundChoice.SYSTEM, false, Optional.empty(), Optional.empty()));
    }

    @Test
    void presenceIsKnownByARegisteredAccountAtANode() {
        var elsewhere = account(ELSEWHERE, Registration.REGISTERED);
        assertEquals("", blind(elsewhere, account(PhoneStates.ANNA, Registration.REGISTERED)));
        assertEquals("Presence is not known until the phone is registered. Registering as anna@127.0.0.1…",
                blind(elsewhere, account(PhoneStates.ANNA, Registration.REGISTERING)));
        assertEquals("Presence is known only with an account of a Trunkline node; other SIP servers are not asked for it.", blind(elsewhere));
        assertEquals("", blind(), "the phone takes its accounts in a moment");
    }
}
