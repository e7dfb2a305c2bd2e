package org.trunkline.cli.internal;

import java.util.List;

import org.trunkline.api.FieldError;
import org.trunkline.api.NodeUnavailableException;
import org.trunkline.api.call.LiveCalls;
import org.trunkline.api.call.LiveCalls.CallDraft;
import org.trunkline.api.config.SaveResult;
import org.trunkline.domain.call.CallId;
import org.trunkline.wire.CallJson;

/** Has the phones of a subscriber rung: for a number that is called for it, or for a live call that it listens to. */
final class CallAdmin {
    private final LiveCalls calls;
    private final Answers answers;

    CallAdmin(LiveCalls calls, Answers answers) {
        this.calls = calls;
        this.answers = answers;
    }

    void listen(Arguments arguments) throws CommandException {
        arguments.atMost(3);
        String id = arguments.need(1, "CALL");
        String subscriber = arguments.need(2, "SUBSCRIBER");
        try {
            switch (calls.listen(new CallId(id), subscriber)) {
                case SaveResult.Saved<CallId>(var made) -> answers.say("calling the phones of " + subscriber + " to listen; call " + made.value(), CallJson.write(made));
                case SaveResult.Rejected<CallId>(var errors) -> throw CommandException.refused(errors.stream().map(FieldError::message).toList());
                case SaveResult.Missing<CallId> _ -> throw noCall(id);
                case SaveResult.InUse<CallId> _ -> throw new IllegalStateException("a call changes no entry");
            }
        } catch (IllegalArgumentException e) {
            throw noCall(id);
        } catch (NodeUnavailableException e) {
            throw CommandException.failed(e.getMessage());
        }
    }

    private static CommandException noCall(String id) {
        return CommandException.refused(List.of("there is no live call \"" + id + "\""));
    }

    void run(Arguments arguments) throws CommandException {
        arguments.atMost(3);
        var draft = new CallDraft(arguments.need(1, "SUBSCRIBER"), arguments.need(2, "NUMBER"));
        try {
            var trunk = arguments.value("trunk");
            switch (trunk.isPresent() ? calls.connectOver(trunk.get(), draft) : calls.connect(draft)) {
                case SaveResult.Saved<CallId>(var id) -> answers.say("calling the phones of " + draft.subscriber()
                        + trunk.map(name -> ", then " + draft.number() + " over " + name).orElse("") + "; call " + id.value(), CallJson.write(id));
                case SaveResult.Rejected<CallId>(var errors) -> throw CommandException.refused(errors.stream().map(FieldError::message).toList());
                case SaveResult.Missing<CallId> _, SaveResult.InUse<CallId> _ -> throw new IllegalStateException("a call changes no entry");
            }
        } catch (NodeUnavailableException e) {
            throw CommandException.failed(e.getMessage());
        }
    }
}
