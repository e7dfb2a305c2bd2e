package org.trunkline.engine.call.dialoginfo;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.trunkline.engine.EnginePorts;
import org.trunkline.engine.call.dialog.Dialog;
import org.trunkline.engine.call.message.SipUri;
import org.trunkline.engine.port.Scheduler;
import org.trunkline.engine.port.signaling.Body;
import org.trunkline.engine.port.signaling.Header;
import org.trunkline.engine.port.signaling.Hop;
import org.trunkline.engine.port.signaling.IncomingRequest;
import org.trunkline.engine.port.signaling.NameAddress;
import org.trunkline.engine.port.signaling.OutgoingRequest;

/**
 * One subscription to the calls or the presence of a subscriber (RFC 6665 §4.2): its dialog, and the content of its last
 * NOTIFY. One NOTIFY at a time: what changes meanwhile is in the next one. Owner of its NOTIFYs; under the lock of {@link DialogEventServer}.
 */
public final class DialogSubscription {
    /** Dialogs of one subscriber that are told: a NOTIFY has to fit. */
    private static final int MOST_DIALOGS = 12;

    final String watcher;
    final String watched;
    final String callId;
    final String localTag;
    private final EnginePorts ports;
    private final Publications published;
    private final EventPackage kind;
    private final String event;
    private final String remoteTag;
    private final NameAddress local;
    private final NameAddress remote;
    private final List<String> routes;
    private String target = "";
    private Hop hop;
    private long remoteCseq;
    private long localCseq;
    private long version;
    private Instant until = Instant.EPOCH;
    private Scheduler.Timer expiry = () -> {};
    private Map<String, String> told = new LinkedHashMap<>();
    private PresenceInfo presence = new PresenceInfo(false, false, Optional.empty());
    private boolean waiting;
    private boolean full = true;
    private boolean dirty;

    DialogSubscription(EnginePorts ports, Publications published, IncomingRequest subscribe, String localTag, String watcher, String watched) {
        this.ports = ports;
        this.published = published;
        this.watcher = watcher;
        this.watched = watched;
        this.callId = subscribe.callId();
        this.localTag = localTag;
        this.remoteTag = subscribe.fromTag();
        this.local = subscribe.to();
        this.remote = subscribe.from();
        this.routes = subscribe.recordRoutes();
        this.kind = EventPackage.of(subscribe).orElse(EventPackage.DIALOG);
        this.event = event(kind, subscribe);
        this.hop = new Hop(subscribe.source(), subscribe.transport());
        follow(subscribe);
    }

    /** The event with its id, by which a phone tells its subscriptions apart (RFC 6665 §8.2.1). */
    private static String event(EventPackage kind, IncomingRequest subscribe) {
        for (String part : subscribe.header("Event").orElse("").split(";"))
            if (part.strip().toLowerCase(java.util.Locale.ROOT).startsWith("id="))
                return kind.event + ';' + part.strip();
        return kind.event;
    }

    /** Whether a request within the dialog is of the past (RFC 3261 §12.2.2). */
    boolean isOld(IncomingRequest request) {
        return request.cseq() <= remoteCseq;
    }

    private void follow(IncomingRequest subscribe) {
        remoteCseq = subscribe.cseq();
        subscribe.contact().ifPresent(uri -> target = uri);
        hop = Dialog.hop(subscribe, routes.isEmpty() ? target : Dialog.unbracketed(routes.getFirst()), false);
    }

    /** It was subscribed to, anew or again: the whole state follows (RFC 4235 §3.9). */
    void granted(IncomingRequest subscribe, Duration time, Runnable expired) {
        follow(subscribe);
        expiry.cancel();
        until = ports.scheduler().instant().plus(time);
        expiry = ports.scheduler().after(time, expired);
        full = true;
    }

    /** @param lamps of the watched subscriber now */
    void tell(Iterable<DialogInfo> lamps) {
        if (waiting) {
            dirty = true;
            return;
        }
        if (kind == EventPackage.PRESENCE) {
            tellPresence(PresenceInfo.of(registered(), lamps, published.of(watched)));
            return;
        }
        boolean whole = seesAll();
        var now = new LinkedHashMap<String, String>();
        var dialogs = new ArrayList<String>();
        for (var lamp : lamps)
            if (now.size() < MOST_DIALOGS) {
                String xml = lamp.xml(whole);
                now.put(lamp.id(), xml);
                if (full || !xml.equals(told.get(lamp.id())))
                    dialogs.add(lamp.xml(whole, Optional.of(ports.scheduler().instant())));
            }
        told.keySet().stream().filter(id -> !full && !now.containsKey(id)).forEach(id -> dialogs.add(DialogInfo.gone(id)));
        if (!full && dialogs.isEmpty())
            return;
        told = now;
        notifyDialogs(active(), dialogs);
        full = false;
    }

    private void tellPresence(PresenceInfo now) {
        if (!full && now.equals(presence))
            return;
        presence = now;
        full = false;
        notify(active(), now.document(entity()));
    }

    private boolean registered() {
        return !ports.directory().contacts(watched).isEmpty();
    }

    private String active() {
        return "active;expires=" + Math.max(0, Duration.between(ports.scheduler().instant(), until).toSeconds());
    }

    /** The last NOTIFY. */
    void end(String reason, Iterable<DialogInfo> lamps) {
        expiry.cancel();
        full = true;
        if (kind == EventPackage.PRESENCE) {
            notify("terminated;reason=" + reason, PresenceInfo.of(registered(), lamps, published.of(watched)).document(entity()));
            return;
        }
        boolean whole = seesAll();
        var dialogs = new ArrayList<String>();
        for (var lamp : lamps)
            dialogs.add(lamp.xml(whole));
        notifyDialogs("terminated;reason=" + reason, dialogs.subList(0, Math.min(MOST_DIALOGS, dialogs.size())));
    }

    void forget() {
        expiry.cancel();
    }

    private void notifyDialogs(String state, List<String> dialogs) {
        notify(state, DialogInfo.document(version++, full, entity(), dialogs));
    }

    private void notify(String state, String body) {
        waiting = true;
        dirty = false;
        ports.signaling().send(new OutgoingRequest("NOTIFY", target.isEmpty() ? remote.uri() : target, callId, ++localCseq,
                local, localTag, remote, remoteTag, 70, routes, Optional.of(watched), hop,
                List.of(new Header("Event", event), new Header("Subscription-State", state)),
                Optional.of(new Body(kind.body, body.getBytes(UTF_8)))), this);
    }

    /** With whom a call is, and by which dialog it can be taken, is for those who may take it: now, whatever was before. */
    private boolean seesAll() {
        return watcher.equals(watched) || ports.directory().mayPickUp(watcher, watched);
    }

    private String entity() {
        return SipUri.of(watched, ports.directory().realm());
    }

    /** The NOTIFY was taken. @return whether there is more to tell */
    boolean taken() {
        waiting = false;
        return dirty;
    }
}
