package org.trunkline.ui.phone.internal.words;

import org.trunkline.phone.AccountState;
import org.trunkline.phone.PhoneAccount;
import org.trunkline.phone.PhoneState;
import org.trunkline.ui.Texts;

/** Accounts of the phone in words. */
public record AccountText(Texts texts, SaidText said) {
    public static AccountText create() {
        return new AccountText(PhoneWords.texts(), SaidText.create());
    }

    /** {@code Anna Å (anna@192.0.2.10)}. */
    public static String name(PhoneAccount account) {
        String address = account.user() + '@' + account.domain();
        return account.displayName().isEmpty() ? address : account.displayName() + " (" + address + ')';
    }

    /** {@code Registered as anna@192.0.2.10}, or why it is not. */
    public String state(AccountState account) {
        String address = account.account().user() + '@' + account.account().domain();
        return switch (account.registration()) {
            case REGISTERED -> texts.get("account.registered", address);
            case REGISTERING -> texts.get("account.registering", address);
            case FAILED -> account.trouble().map(said::of).filter(why -> !why.isEmpty())
                    .map(why -> texts.get("account.failed.why", address, why))
                    .orElseGet(() -> texts.get("account.failed", address));
        };
    }

    /** Why the presence of others is not known, which accounts at nodes tell; empty where it is, or while the phone takes its accounts. */
    public String blind(PhoneState state) {
        var atNodes = state.accounts().stream().filter(it -> it.account().isAtNode()).toList();
        if (atNodes.isEmpty())
            return state.accounts().isEmpty() ? "" : texts.get("colleague.elsewhere");
        boolean seen = atNodes.stream().anyMatch(it -> it.registration() == AccountState.Registration.REGISTERED);
        return seen ? "" : texts.get("colleague.blind", state(atNodes.getFirst()));
    }

    /** The whole phone in one sentence, for the tray. */
    public String summary(PhoneState state) {
        if (state.doNotDisturb())
            return texts.get("phone.dnd");
        long registered = state.accounts().stream().filter(a -> a.registration() == AccountState.Registration.REGISTERED).count();
        if (registered == state.accounts().size())
            return texts.get("phone.ready");
        return registered == 0 ? texts.get("phone.not-ready") : texts.get("phone.some", registered, state.accounts().size());
    }
}
