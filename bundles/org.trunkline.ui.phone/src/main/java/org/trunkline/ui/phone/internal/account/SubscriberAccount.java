package org.trunkline.ui.phone.internal.account;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

import org.trunkline.api.FieldError;
import org.trunkline.api.NodeUnavailableException;
import org.trunkline.api.config.SaveResult;
import org.trunkline.api.node.Node;
import org.trunkline.api.phone.PhoneCard;
import org.trunkline.api.phone.PhoneCardRequest;
import org.trunkline.domain.config.CallHandling;
import org.trunkline.domain.config.Srtp;
import org.trunkline.domain.config.Subscriber;
import org.trunkline.domain.schema.Secret;
import org.trunkline.phone.PhoneAccount;

/** Makes a phone account of a subscriber of the node: with a new password, or the one that was typed. Not on the UI thread. */
final class SubscriberAccount {
    /** A password that was made here; 144 random bits. */
    private static final int PASSWORD_BYTES = 18;
    static final Duration PATIENCE = Duration.ofSeconds(30);

    /** What came of it: an account, or why there is none. */
    record Outcome(Optional<PhoneAccount> account, List<FieldError> errors) {}

    /**
     * What was chosen.
     *
     * @param isNew whether the subscriber is to be made
     * @param password the present one; empty to set a new one
     */
    record Wanted(String username, String displayName, boolean isNew, String password) {
        @Override
        public String toString() {
            return "Wanted[" + username + "]";
        }
    }

    private SubscriberAccount() {}

    static Outcome make(Node node, Wanted wanted, NodeSocket socket) throws NodeUnavailableException {
        return wanted.isNew() ? create(node, wanted, socket) : card(node, wanted, socket);
    }

    private static Outcome create(Node node, Wanted wanted, NodeSocket socket) throws NodeUnavailableException {
        byte[] random = new byte[PASSWORD_BYTES];
        new SecureRandom().nextBytes(random);
        String password = Base64.getUrlEncoder().encodeToString(random);
        var made = node.subscribers().create(new Subscriber(wanted.username(), Secret.of(password), wanted.displayName(), true,
                CallHandling.PLAIN, Srtp.OFFER));
        return switch (made) {
            case SaveResult.Saved<Subscriber> _ -> account(wanted.username(), wanted.displayName(), password, socket);
            case SaveResult.Rejected<Subscriber>(var errors) -> new Outcome(Optional.empty(), errors);
            case SaveResult.Missing<Subscriber> _ -> new Outcome(Optional.empty(), List.of());
            case SaveResult.InUse<Subscriber> _ -> throw new IllegalStateException("making one deletes nothing");
        };
    }

    /** The node keeps digests of passwords only: it verifies the one that was typed, or sets a new one. */
    private static Outcome card(Node node, Wanted wanted, NodeSocket socket) throws NodeUnavailableException {
        var request = wanted.password().isEmpty() ? PhoneCardRequest.NEW_PASSWORD
                : new PhoneCardRequest(Secret.of(wanted.password()), Optional.empty(), Optional.empty());
        return switch (node.phones().card(wanted.username(), request)) {
            case SaveResult.Saved<PhoneCard>(var card) -> account(wanted.username(), card.displayName(),
                    card.password().given().orElse(wanted.password()), socket);
            case SaveResult.Rejected<PhoneCard>(var errors) -> new Outcome(Optional.empty(), errors);
            case SaveResult.Missing<PhoneCard> _ -> new Outcome(Optional.empty(), List.of());
            case SaveResult.InUse<PhoneCard> _ -> throw new IllegalStateException("a card deletes nothing");
        };
    }

    private static Outcome account(String user, String displayName, String password, NodeSocket socket) {
        return new Outcome(Optional.of(new PhoneAccount(UUID.randomUUID().toString(), socket.server(), socket.domain(), user,
                displayName, password)), List.of());
    }
}
