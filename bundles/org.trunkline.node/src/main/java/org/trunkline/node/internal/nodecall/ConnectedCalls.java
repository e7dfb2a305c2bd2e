package org.trunkline.node.internal.nodecall;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.trunkline.api.NodeUnavailableException;
import org.trunkline.api.ShortText;
import org.trunkline.api.call.LiveCalls.CallDraft;
import org.trunkline.api.config.EntryKind;
import org.trunkline.api.config.SaveResult;
import org.trunkline.domain.call.CallId;
import org.trunkline.engine.port.application.NodeCall;
import org.trunkline.engine.port.application.NodeCall.Target;
import org.trunkline.engine.port.application.NodeCalls;
import org.trunkline.engine.port.application.NodeCalls.Outcome;
import org.trunkline.engine.port.application.NodeCalls.Refusal;
import org.trunkline.engine.port.config.ConfigStore;

/** Calls by third-party call control: the phones of a subscriber first, then a number for it (RFC 3725). <b>Threads:</b> any. */
public final class ConnectedCalls {
    /** More than the tone of a number that cannot be reached lasts. */
    static final Duration ALONE = Duration.ofMinutes(1);

    private final NodeCalls engine;
    private final CallAudit audit;

    /** @param store keeps the audit */
    public ConnectedCalls(NodeCalls engine, ConfigStore store) {
        this.engine = engine;
        this.audit = new CallAudit(store);
    }

    /**
     * @param trunk to call the number over, whatever the routes say; empty for the dial plan
     * @throws NodeUnavailableException if the node takes no calls now
     */
    public SaveResult<CallId> connect(CallDraft draft, Optional<String> trunk) throws NodeUnavailableException {
        var errors = new ArrayList<>(draft.errors());
        trunk.ifPresent(name -> ShortText.check("trunk", name, 1, errors));
        if (!errors.isEmpty())
            return new SaveResult.Rejected<>(errors);
        var connector = new Connector(draft.number());
        var target = new Target.ForSubscriber(draft.subscriber(), draft.number(), trunk);
        return switch (engine.place(new NodeCall(target, NodeCall.CODECS, List.of(), ALONE), connector)) {
            case Outcome.Refused refused when refused.why() == Refusal.NO_TRUNK -> NodeCallErrors.of(refused, "trunk", trunk.orElse(""), draft.number());
            case Outcome.Refused refused -> NodeCallErrors.of(refused, "subscriber", draft.subscriber(), draft.number());
            case Outcome.Placed placed -> {
                connector.placed(placed.handle());
                audit.placed(EntryKind.SUBSCRIBER.subject(draft.subscriber()), trunk.map(name -> "call over trunk " + name + ',').orElse("call"), placed.id());
                yield new SaveResult.Saved<>(placed.id());
            }
        };
    }
}
