package org.trunkline.plugin.internal.web;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.Test;
import org.trunkline.api.config.Author;
import org.trunkline.api.plugin.PluginEvent;
import org.trunkline.api.plugin.Plugins.WebReply;
import org.trunkline.api.plugin.Plugins.WebRequest;
import org.trunkline.spi.ExtensionException;
import org.trunkline.spi.ExtensionFailedException;
import org.trunkline.spi.ExtensionFailedException.Reason;
import org.trunkline.spi.LocalizedText;
import org.trunkline.spi.http.EventTopic;
import org.trunkline.spi.http.HttpResource;

class WebResourcesTest {
    private static final Map<String, Object> CRM = Map.of(WebResources.PLUGIN, "com.example.crm");

    private final AtomicLong nanos = new AtomicLong();
    private final WebResources web = new WebResources(nanos::get);
    private final List<HttpResource.Call> calls = new ArrayList<>();

    /** Answers one request. */
    private interface Handler {
        HttpResource.Reply handle(HttpResource.Call call) throws ExtensionException;
    }

    private HttpResource resource(String name, Handler handler) {
        var resource = new HttpResource() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public Reply handle(Call call) throws ExtensionException {
                calls.add(call);
                return handler.handle(call);
            }
        };
        web.addResource(resource, CRM);
        return resource;
    }

    private WebReply get(String path) {
        return web.handle("com.example.crm", new WebRequest("GET", path, "", new byte[0]));
    }

    private static void answers(int status, String words, WebReply reply) {
        var text = new String(reply.body(), UTF_8);
        assertEquals(status, reply.status(), text);
        assertTrue(text.contains(words), text);
    }

    @Test
    void aRequestReachesItsResourceDecoded() {
        resource("other", _ -> HttpResource.Reply.notFound());
        resource("people", _ -> HttpResource.Reply.json("{\"a\":1}"));
        var reply = Author.as("anna", () -> get("people/a%2Fb/%2B46+1?q=x%20y&q=last&flag"));
        assertEquals(200, reply.status());
        assertEquals("application/json", reply.contentType());
        var call = calls.getFirst();
        assertEquals(List.of("a/b", "+46+1"), call.path());
        assertEquals(Map.of("q", "last", "flag", ""), call.query());
        assertEquals("anna", call.author());
    }

    @Test
    void whatIsNotThereIsNotFound() {
        var people = resource("people", _ -> HttpResource.Reply.json("{}"));
        answers(404, "nothing", get("nothing"));
        assertEquals(404, web.handle("com.example.other", new WebRequest("GET", "people", "", new byte[0])).status());
        web.removeResource(people);
        answers(404, "people", get("people"));
        assertTrue(calls.isEmpty());
    }

    @Test
    void aFailureIsToldAndLatenessToo() {
        resource("down", _ -> {
            throw new ExtensionException("the CRM is down", true);
        });
        resource("broken", _ -> {
            throw new NoClassDefFoundError("com/example/Gone");
        });
        resource("late", _ -> {
            nanos.addAndGet(Duration.ofSeconds(5).toNanos());
            throw new ExtensionException("no answer in time", true);
        });
        resource("guarded", _ -> {
            throw new ExtensionFailedException("com.example.crm", Reason.LATE, "HttpResource did not answer");
        });
        answers(502, "the CRM is down", get("down"));
        answers(504, "5 s", get("guarded"));
        answers(502, "com/example/Gone", get("broken"));
        answers(504, "5 s", get("late"));
    }

    @Test
    void bothWaysAreBounded() {
        resource("big", _ -> new HttpResource.Reply(200, "text/plain", new byte[WebResources.MAX_BODY + 1]));
        resource("odd", _ -> new HttpResource.Reply(101, "text/plain", new byte[0]));
        answers(502, "1048577", get("big"));
        answers(502, "101", get("odd"));
        calls.clear();
        answers(413, "Too large", web.handle("com.example.crm",
                new WebRequest("POST", "big", "", new byte[WebResources.MAX_BODY + 1])));
        answers(405, "TRACE", web.handle("com.example.crm", new WebRequest("TRACE", "big", "", new byte[0])));
        answers(400, "path", get("%zz"));
        assertTrue(calls.isEmpty());
    }

    @Test
    void aResourceThatDoesNotSayItsNameHidesNoOther() {
        web.addResource(new HttpResource() {
            @Override
            public String name() {
                throw new IllegalStateException("broken");
            }

            @Override
            public Reply handle(Call call) {
                return Reply.notFound();
            }
        }, CRM);
        resource("people", _ -> HttpResource.Reply.json("{}"));
        assertEquals(200, get("people").status());
    }

    @Test
    void anUpdateIsAskedForItsNamesAgain() {
        var names = new ArrayDeque<>(List.of("people", "contacts"));
        var resource = new HttpResource() {
            @Override
            public String name() {
                return names.getFirst();
            }

            @Override
            public Reply handle(Call call) {
                return Reply.json("{}");
            }
        };
        web.addResource(resource, CRM);
        var topics = new ArrayDeque<>(List.of("popped", "rang"));
        EventTopic topic = () -> new EventTopic.TopicInfo(topics.getFirst(), LocalizedText.of("Events"));
        web.addTopic(topic, CRM);
        assertEquals(200, get("people").status());
        web.publish("com.example.crm", "popped", "{}");

        names.removeFirst();
        topics.removeFirst();
        web.updatedResource(resource);
        web.updatedTopic(topic);
        assertEquals(200, get("contacts").status());
        assertEquals(404, get("people").status());
        web.publish("com.example.crm", "rang", "{}");
        assertThrows(IllegalArgumentException.class, () -> web.publish("com.example.crm", "popped", "{}"));
    }

    private List<PluginEvent> listening() {
        web.addTopic(() -> new EventTopic.TopicInfo("popped", LocalizedText.of("Pop-ups")), CRM);
        var events = new ArrayList<PluginEvent>();
        web.events(events::add);
        return events;
    }

    @Test
    void anEventReachesListenersOnOneLine() {
        web.events(_ -> {
            throw new IllegalStateException("a listener that fails");
        });
        var events = listening();
        web.publish("com.example.crm", "popped", "{\n \"number\": \"+1\"\n}");
        assertEquals(List.of(new PluginEvent("com.example.crm", "popped", "{\"number\":\"+1\"}")), events);
        web.events(events::add).close();
        web.publish("com.example.crm", "popped", "{}");
        assertEquals(2, events.size());
    }

    @Test
    void onlySoundEventsOfDeclaredTopicsAreSent() {
        var events = listening();
        for (var wrong : List.of("[]", "{", "{} {}", "\"a\"", "{\"a\":\"" + "x".repeat(WebResources.MAX_EVENT) + "\"}"))
            assertThrows(IllegalArgumentException.class, () -> web.publish("com.example.crm", "popped", wrong), wrong);
        assertThrows(IllegalArgumentException.class, () -> web.publish("com.example.crm", "other", "{}"));
        assertThrows(IllegalArgumentException.class, () -> web.publish("com.example.other", "popped", "{}"));
        assertEquals(List.of(), events);
    }

    @Test
    void aFloodOfEventsIsCutOff() {
        var events = listening();
        for (int i = 0; i < EventRate.AT_ONCE; i++)
            web.publish("com.example.crm", "popped", "{}");
        assertThrows(IllegalStateException.class, () -> web.publish("com.example.crm", "popped", "{}"));
        assertEquals(EventRate.AT_ONCE, events.size());
        nanos.addAndGet(Duration.ofMillis(20).toNanos());
        web.publish("com.example.crm", "popped", "{}");
        assertThrows(IllegalStateException.class, () -> web.publish("com.example.crm", "popped", "{}"));
    }
}
