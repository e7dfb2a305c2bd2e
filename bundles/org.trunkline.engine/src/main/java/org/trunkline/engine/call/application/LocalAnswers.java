package org.trunkline.engine.call.application;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

import org.trunkline.engine.call.message.BodyParts;
import org.trunkline.engine.call.message.InfoKey;
import org.trunkline.engine.call.message.LocalMessage;
import org.trunkline.engine.port.media.MediaUnavailableException;
import org.trunkline.engine.port.signaling.Body;
import org.trunkline.engine.port.signaling.OutgoingRequest;
import org.trunkline.engine.sdp.NodeDescription;
import org.trunkline.engine.sdp.SdpSyntaxException;
import org.trunkline.engine.sdp.SessionDescription;

/** What a user agent in the node answers within its dialog: it takes each session that has a codec of the node's, and hears keys. */
final class LocalAnswers {
    private LocalAnswers() {}

    /** @param own offer, for a request that has none */
    static LocalMessage to(OutgoingRequest request, CallSound sound, Supplier<SessionDescription> own) {
        return switch (request.method()) {
            case "INVITE", "UPDATE" -> offered(request, sound, own);
            case "INFO" -> {
                InfoKey.of(request.body()).ifPresent(sound::digit);
                yield response(request, 200, Optional.empty());
            }
            default -> elsewhere(request);
        };
    }

    /** Where its sound is not heard. */
    static LocalMessage elsewhere(OutgoingRequest request) {
        return response(request, switch (request.method()) {
            case "INVITE", "UPDATE" -> 488;
            case "NOTIFY", "INFO", "BYE" -> 200;
            default -> 405;
        }, Optional.empty());
    }

    private static LocalMessage offered(OutgoingRequest request, CallSound sound, Supplier<SessionDescription> own) {
        var sdp = request.body().flatMap(BodyParts::sdp);
        if (sdp.isEmpty())
            return response(request, 200, request.method().equals("UPDATE") ? Optional.empty() : Optional.of(NodeDescription.body(own.get())));
        try {
            var offer = SessionDescription.parse(sdp.get().text());
            var answer = sound.description().answering(offer);
            if (answer.isEmpty())
                return response(request, 488, Optional.empty());
            sound.open(answer.get(), offer);
            return response(request, 200, Optional.of(NodeDescription.body(answer.get())));
        } catch (SdpSyntaxException | MediaUnavailableException e) {
            return response(request, 488, Optional.empty());
        }
    }

    private static LocalMessage response(OutgoingRequest to, int status, Optional<Body> body) {
        return new LocalMessage(Integer.toString(status), to.method(), "", new LocalMessage.Names(to.callId(), to.from(), to.to()),
                to.fromTag(), to.toTag(), to.cseq(), List.of(), body);
    }
}
