package org.trunkline.api.mail;

import java.util.Optional;

/**
 * The mail server of the node, which alerts use too: a service for parts of the node, never of the admin API.
 * <b>Threads:</b> any but those of calls and of the UI.
 */
public interface MailSender {
    /** The address that mails come from; empty where the node has no mail server. */
    Optional<String> from();

    /**
     * Hands a mail to the mail server, and waits up to half a minute for it.
     *
     * @throws MailException if the server did not take it
     */
    void send(Mail mail) throws MailException;
}
