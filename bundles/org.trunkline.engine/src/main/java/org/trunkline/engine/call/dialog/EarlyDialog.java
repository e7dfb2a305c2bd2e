package org.trunkline.engine.call.dialog;

import java.util.List;

import org.trunkline.engine.port.signaling.IncomingResponse;
import org.trunkline.engine.sdp.SessionDescription;

/**
 * A dialog with a callee that has not answered (RFC 3261 §12.1.2), and what it said of its media.
 *
 * @param target where its requests go
 * @param agreed whether offer and answer went by reliable messages, so that either side may offer anew (RFC 6337 §2.2)
 */
public record EarlyDialog(String tag, String target, List<String> routes, SessionDescription described, boolean agreed) {

    /** @param called where requests go if the response names no contact */
    static EarlyDialog of(String called, IncomingResponse response, SessionDescription described, boolean agreed) {
        return new EarlyDialog(response.toTag(), response.contact().orElse(called),
                response.recordRoutes().reversed(), described, agreed);
    }

    EarlyDialog described(SessionDescription now) {
        return new EarlyDialog(tag, target, routes, now, true);
    }
}
