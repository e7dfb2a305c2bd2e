package org.trunkline.engine.call.application;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

import org.trunkline.engine.call.core.CallCore;
import org.trunkline.engine.call.dialog.Leg;
import org.trunkline.engine.call.message.LocalMessage;
import org.trunkline.engine.call.message.SipUri;
import org.trunkline.engine.call.message.Statuses;
import org.trunkline.engine.port.application.ApplicationCommand;
import org.trunkline.engine.port.signaling.Body;
import org.trunkline.engine.port.signaling.Header;
import org.trunkline.engine.port.signaling.OutgoingRequest;
import org.trunkline.engine.port.signaling.OutgoingResponse;
import org.trunkline.engine.port.signaling.Signaling.ServerTransaction;

/** Connects the party of a user agent in the node to somebody else: a transfer, by REFER (RFC 5589 §6.1). The mailbox's. */
public final class LocalReferral {
    private static final Pattern FRAGMENT = Pattern.compile("SIP/2\\.0 (\\d{3}) .*", Pattern.DOTALL);

    private final CallCore call;
    private final Leg leg;
    private final CallSound sound;
    private final Listener listener;
    private Optional<ApplicationCommand> wanted = Optional.empty();
    private boolean connected;

    /** Told what came of it. */
    interface Listener {
        void connected(ApplicationCommand command);

        /** The party is the agent's still. */
        void notConnected(ApplicationCommand command, int status);
    }

    /** A transaction of the agent's own request. */
    public record Transaction(String method) implements ServerTransaction {
        @Override
        public Optional<Object> owner() {
            return Optional.empty();
        }

        @Override
        public void own(Object owner) {
            // no CANCEL comes for it
        }
    }

    /** @param leg the agent's */
    LocalReferral(CallCore call, Leg leg, CallSound sound, Listener listener) {
        this.call = call;
        this.leg = leg;
        this.sound = sound;
        this.listener = listener;
    }

    /** Whether the party is being connected, or is connected. */
    boolean isUnderWay() {
        return wanted.isPresent();
    }

    /** @return why it cannot be; empty where it is begun */
    Optional<String> begin(ApplicationCommand command, String to) {
        if (call.ports().directory().emergency(to))
            return Optional.of("the node calls no emergency numbers by itself");
        wanted = Optional.of(command);
        sound.connecting();
        var dialog = leg.dialog;
        var refer = new LocalMessage("REFER", "REFER", dialog.local.uri(), new LocalMessage.Names(dialog.callId, dialog.remote, dialog.local),
                dialog.remoteTag(), dialog.localTag, dialog.remoteCseq() + 1,
                List.of(new Header("Refer-To", '<' + SipUri.of(to, call.ports().directory().realm()) + '>')), Optional.empty());
        leg.post(owner -> owner.request(leg, new Transaction("REFER"), refer));
        return Optional.empty();
    }

    /** The answer to the REFER. */
    void answered(OutgoingResponse response) {
        if (response.status() >= 300)
            progress(response.status());
    }

    void notified(OutgoingRequest notify) {
        notify.body().map(Body::text).map(FRAGMENT::matcher).filter(line -> line.matches())
                .ifPresent(line -> progress(Integer.parseInt(line.group(1))));
    }

    /** What an application is told. */
    static String problem(int status) {
        return "nobody answers there: " + status + ' ' + Statuses.cause(status).code();
    }

    private void progress(int status) {
        if (wanted.isEmpty() || connected || status < 200)
            return;
        var command = wanted.get();
        connected = status < 300;
        if (connected) {
            listener.connected(command);
            return;
        }
        wanted = Optional.empty();
        sound.alone();
        listener.notConnected(command, status);
    }
}
