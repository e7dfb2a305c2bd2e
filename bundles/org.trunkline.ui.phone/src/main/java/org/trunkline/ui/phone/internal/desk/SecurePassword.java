package org.trunkline.ui.phone.internal.desk;

import java.util.Optional;

import org.trunkline.ui.DeskSecrets;

/** In the desk's encrypted storage. */
record SecurePassword(DeskSecrets secret) implements AccountStore.Password {
    SecurePassword(String account) {
        this(new DeskSecrets("phone/" + account, "password"));
    }

    /** The key of the text messages. */
    static SecurePassword ofMessages() {
        return new SecurePassword(new DeskSecrets("phone-messages", "key"));
    }

    @Override
    public Optional<String> read() {
        return secret.read();
    }

    @Override
    public boolean write(String password) {
        return secret.write(password);
    }

    @Override
    public void remove() {
        secret.remove();
    }
}
