package org.trunkline.remote.internal;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import com.fasterxml.jackson.databind.JsonNode;

import org.trunkline.api.NodeUnavailableException;
import org.trunkline.wire.json.Json;
import org.trunkline.wire.json.MalformedJsonException;

/** Reads one stream of server-sent events (WHATWG HTML §9.2) until it ends. */
final class EventReader implements Flow.Subscriber<String> {
    /** The node says something each 10 s. */
    private static final Duration SILENCE = Duration.ofSeconds(30);
    private static final int LINES_AHEAD = 64;
    private static final String DATA = "data: ";

    /** Takes the data of one event. */
    @FunctionalInterface
    interface Sink {
        void accept(JsonNode data) throws NodeUnavailableException;
    }

    private sealed interface Line {
        record Text(String text) implements Line {}

        record End() implements Line {}
    }

    private final HttpLink link;
    private final String topic;
    private final BlockingQueue<Line> lines = new ArrayBlockingQueue<>(LINES_AHEAD + 2);
    private volatile Flow.Subscription subscription = new Flow.Subscription() {
        @Override
        public void request(long n) {
            // nothing to ask before it stands
        }

        @Override
        public void cancel() {
            // nor to end
        }
    };

    EventReader(HttpLink link, String topic) {
        this.link = link;
        this.topic = topic;
    }

    /** Returns only by exception. */
    void read(Sink sink) throws NodeUnavailableException, InterruptedException {
        var request = link.request("/events?topics=" + topic).header("Accept", "text/event-stream").build();
        CompletableFuture<HttpResponse<Void>> response = link.client().sendAsync(request, info -> {
            if (info.statusCode() == 200)
                return HttpResponse.BodySubscribers.fromLineSubscriber(this, _ -> null, StandardCharsets.UTF_8, null);
            lines.add(new Line.End());
            return HttpResponse.BodySubscribers.replacing(null);
        });
        // a refused connection must not wait for the silence to pass
        response.whenComplete((_, failure) -> {
            if (failure != null)
                lines.offer(new Line.End());
        });
        try {
            while (true)
                line(sink, response);
        } finally {
            subscription.cancel();
            response.cancel(true);
        }
    }

    private void line(Sink sink, CompletableFuture<HttpResponse<Void>> response)
            throws NodeUnavailableException, InterruptedException {
        var line = lines.poll(SILENCE.toSeconds(), TimeUnit.SECONDS);
        switch (line) {
            case null -> throw new NodeUnavailableException("silent", List.of(link.base().toString()), "The node at "
                    + link.base() + " stopped responding");
            case Line.End _ -> throw ended(response);
            case Line.Text text -> {
                subscription.request(1);
                if (text.text.startsWith(DATA))
                    sink.accept(parse(text.text.substring(DATA.length())));
            }
        }
    }

    private JsonNode parse(String data) throws NodeUnavailableException {
        try {
            return Json.parseAnswer(data.getBytes(StandardCharsets.UTF_8));
        } catch (MalformedJsonException e) {
            throw HttpLink.noNode(link.base(), Optional.of(e));
        }
    }

    private NodeUnavailableException ended(CompletableFuture<HttpResponse<Void>> response)
            throws NodeUnavailableException, InterruptedException {
        try {
            int status = response.get(1, TimeUnit.SECONDS).statusCode();
            link.check(status);
            var args = List.of(link.base().toString(), String.valueOf(status));
            return status == 200 ? new NodeUnavailableException("ended", args, "The node at " + link.base()
                    + " closed the connection") : new NodeUnavailableException("no-room", args, "The node at " + link.base()
                    + " does not accept more connections (status " + status + ")");
        } catch (ExecutionException | CompletionException e) {
            return link.unreachable(e.getCause());
        } catch (TimeoutException e) {
            return new NodeUnavailableException("broken", List.of(link.base().toString()), "The connection to " + link.base()
                    + " broke");
        }
    }

    @Override
    public void onSubscribe(Flow.Subscription started) {
        subscription = started;
        started.request(LINES_AHEAD);
    }

    @Override
    public void onNext(String line) {
        lines.add(new Line.Text(line));
    }

    @Override
    public void onError(Throwable failure) {
        lines.offer(new Line.End());
    }

    @Override
    public void onComplete() {
        lines.offer(new Line.End());
    }
}
