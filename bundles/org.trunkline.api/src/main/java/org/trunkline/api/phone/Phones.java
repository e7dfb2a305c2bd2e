package org.trunkline.api.phone;

import java.util.List;
import java.util.Optional;

import org.trunkline.api.NodeUnavailableException;
import org.trunkline.api.config.SaveResult;

/** Makes the phones of subscribers work. */
public interface Phones {
    /**
     * All that a phone needs to register, and an address from which it can fetch it. A card without a given password sets a
     * new random one: phones that have the old one must be given it. An earlier card of the subscriber ends.
     *
     * @return refused where the password is not the subscriber's, or nothing listens as wanted
     */
    SaveResult<PhoneCard> card(String username, PhoneCardRequest wanted) throws NodeUnavailableException;

    /**
     * Ends the card of a subscriber: its address gives no files any more. The password stays.
     *
     * @return false where there is no such subscriber
     */
    boolean revoke(String username) throws NodeUnavailableException;

    /**
     * Asks every phone that is registered as the subscriber to fetch its settings: SIP NOTIFY with
     * {@code Event: check-sync;reboot=false}. Waits for answers, at most 5 s.
     *
     * @return what each answered, and whether it finds settings; empty where there is no such subscriber
     */
    Optional<List<CheckSyncAnswer>> checkSync(String username) throws NodeUnavailableException;

    /**
     * A file of a card that is valid still, and counts as a fetch of it. Where phones of a make fetched a file of a card while it was
     * valid, they find the present settings there afterwards too, without the password. A caller with an
     * {@link org.trunkline.api.config.Author author} is a person, not a phone.
     *
     * @param token as in {@link Provisioning#address}
     * @param file {@code yealink/phone.cfg}, or what the phone makes of its own hardware address
     */
    Optional<ProvisioningFile> fetch(String token, String file) throws NodeUnavailableException;
}
