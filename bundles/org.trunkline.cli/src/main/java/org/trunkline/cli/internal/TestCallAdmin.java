package org.trunkline.cli.internal;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.trunkline.api.FieldError;
import org.trunkline.api.NodeUnavailableException;
import org.trunkline.api.config.SaveResult;
import org.trunkline.api.node.Trials;
import org.trunkline.api.node.Trials.Sound;
import org.trunkline.api.node.Trials.TestCallDraft;
import org.trunkline.domain.call.LegSide;
import org.trunkline.domain.cdr.TestCall;
import org.trunkline.domain.quality.StreamReport;
import org.trunkline.wire.TrialJson;

/** Places a test call over a trunk and tells what it came to. Exit code 1 where it was not answered or not heard. */
final class TestCallAdmin {
    private static final int LOOK_MS = 500;

    private final Trials trials;
    private final Answers answers;

    TestCallAdmin(Trials trials, Answers answers) {
        this.trials = trials;
        this.answers = answers;
    }

    void run(Arguments arguments) throws CommandException {
        arguments.atMost(3);
        if (arguments.value("voice").isPresent() && (arguments.has("silence") || arguments.value("seconds").isPresent()))
            throw CommandException.usage("--voice takes no --silence and no --seconds: the subscriber speaks, and one of both sides hangs up");
        var draft = new TestCallDraft(arguments.need(1, "TRUNK"), arguments.need(2, "NUMBER"), arguments.value("caller").orElse(""),
                arguments.value("codec").map(TestCallAdmin::codecs).orElse(List.of()),
                arguments.value("header").map(List::of).orElse(List.of()), arguments.has("silence") ? Sound.SILENCE : Sound.TONE,
                seconds(arguments.value("seconds")), arguments.value("voice"));
        try {
            var call = switch (trials.call(draft)) {
                case SaveResult.Saved<TestCall>(var placed) -> ended(placed);
                case SaveResult.Rejected<TestCall>(var errors) -> throw CommandException.refused(errors.stream().map(FieldError::message).toList());
                case SaveResult.Missing<TestCall>(var trunk) -> throw CommandException.failed("there is no trunk " + trunk);
                case SaveResult.InUse<TestCall> _ -> throw new IllegalStateException("a call deletes nothing");
            };
            answers.table(List.of("AFTER", "", "MESSAGE"), call.steps().stream().map(TestCallAdmin::row).toList(), "nothing was sent",
                    TrialJson.write(call));
            var end = call.end().orElseThrow();
            if (!end.ok())
                throw CommandException.failed(end.said().message());
            if (!arguments.has("json")) {
                call.streams().forEach(stream -> answers.say(line(stream), TrialJson.write(call)));
                answers.say(end.said().message() + "; record " + call.id().value(), TrialJson.write(call));
            }
        } catch (NodeUnavailableException e) {
            throw CommandException.failed(e.getMessage());
        }
    }

    /** In any case; the node names those that it does not know. */
    private static List<String> codecs(String text) {
        return Stream.of(text.split(",")).map(written -> TestCallDraft.CODECS.stream().filter(written::equalsIgnoreCase).findFirst().orElse(written))
                .toList();
    }

    private static int seconds(Optional<String> text) throws CommandException {
        try {
            return text.map(Integer::parseInt).orElse(TestCallDraft.SECONDS);
        } catch (NumberFormatException e) {
            throw CommandException.usage("--seconds must be a whole number, not \"" + text.orElse("") + '"');
        }
    }

    private TestCall ended(TestCall placed) throws NodeUnavailableException, CommandException {
        var call = placed;
        while (call.end().isEmpty()) {
            CompletableFuture.runAsync(() -> {}, CompletableFuture.delayedExecutor(LOOK_MS, TimeUnit.MILLISECONDS)).join();
            call = trials.testCall(placed.id())
                    .orElseThrow(() -> CommandException.failed("the node was restarted and knows nothing of the call any more"));
        }
        return call;
    }

    private static List<String> row(TestCall.Step step) {
        return List.of(step.after().toMillis() + " ms", step.sent() ? "→" : "←", step.label());
    }

    private static String line(StreamReport stream) {
        return (stream.from() == LegSide.CALLER ? "to the trunk: " : "from the trunk: ") + stream.packets() + " packets " + stream.codec()
                + String.format(Locale.ROOT, ", %.1f%% lost, jitter %.1f ms", stream.lossRatio() * 100, stream.jitter().toNanos() / 1e6)
                + stream.mos().map(mos -> String.format(Locale.ROOT, ", MOS %.2f", mos)).orElse("");
    }
}
