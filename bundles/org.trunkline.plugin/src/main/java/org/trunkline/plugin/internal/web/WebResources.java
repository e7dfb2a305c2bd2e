package org.trunkline.plugin.internal.web;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

import com.fasterxml.jackson.databind.node.ObjectNode;

import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.trunkline.api.Watch;
import org.trunkline.api.config.Author;
import org.trunkline.api.plugin.PluginEvent;
import org.trunkline.api.plugin.Plugins.WebReply;
import org.trunkline.api.plugin.Plugins.WebRequest;
import org.trunkline.spi.ExtensionException;
import org.trunkline.spi.ExtensionFailedException;
import org.trunkline.spi.ExtensionFailedException.Reason;
import org.trunkline.spi.http.EventTopic;
import org.trunkline.spi.http.HttpResource;
import org.trunkline.wire.ProblemJson;
import org.trunkline.wire.json.Json;
import org.trunkline.wire.json.MalformedJsonException;

/**
 * The web resources and event topics of all plug-ins that run. What is asked here are guarded extensions: they return in
 * time and throw nothing but what an extension may.
 */
@Component(service = {PluginWeb.class, PluginEvents.class})
public final class WebResources implements PluginWeb, PluginEvents {
    /** Property of an extension's service: the id of its plug-in. */
    static final String PLUGIN = "trunkline.plugin";
    static final int MAX_BODY = 1 << 20;
    static final int MAX_EVENT = 16 << 10;
    private static final Logger LOG = LoggerFactory.getLogger(WebResources.class);
    private static final Duration BUDGET = Duration.ofSeconds(5);
    private static final Set<String> METHODS = Set.of("GET", "POST", "PUT", "PATCH", "DELETE");

    private final DeclaredExtensions<HttpResource> resources = new DeclaredExtensions<>(HttpResource::name);
    private final DeclaredExtensions<EventTopic> topics = new DeclaredExtensions<>(topic -> topic.info().name());
    private final List<Consumer<PluginEvent>> listeners = new CopyOnWriteArrayList<>();
    private final LongSupplier nanos;
    private final EventRate rate;

    @Activate
    public WebResources() {
        this(System::nanoTime);
    }

    WebResources(LongSupplier nanos) {
        this.nanos = nanos;
        rate = new EventRate(nanos);
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void addResource(HttpResource resource, Map<String, Object> properties) {
        resources.add(resource, properties);
    }

    void updatedResource(HttpResource resource) {
        resources.update(resource);
    }

    void removeResource(HttpResource resource) {
        resources.remove(resource);
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void addTopic(EventTopic topic, Map<String, Object> properties) {
        topics.add(topic, properties);
    }

    void updatedTopic(EventTopic topic) {
        topics.update(topic);
    }

    void removeTopic(EventTopic topic) {
        topics.remove(topic);
    }

    @Override
    public WebReply handle(String plugin, WebRequest request) {
        if (!METHODS.contains(request.method()))
            return problem(405, "Method not allowed", "\"" + request.method() + "\" is not one of GET, POST, PUT, PATCH, DELETE");
        if (request.body().length > MAX_BODY)
            return problem(413, "Too large", "The body exceeds " + MAX_BODY + " bytes");
        WebPath path;
        try {
            path = WebPath.parse(request.path());
        } catch (IllegalArgumentException e) {
            return problem(400, "Bad request", "The path cannot be read: " + e.getMessage());
        }
        var resource = resources.find(plugin, path.resource());
        if (resource.isEmpty())
            return problem(404, "Not found", "No plug-in \"" + plugin + "\" that runs has a resource \"" + path.resource()
                    + "\"");
        return ask(plugin, resource.get(), new HttpResource.Call(request.method(), path.rest(), path.query(),
                request.contentType(), request.body(), Author.current().orElse("")));
    }

    private WebReply ask(String plugin, HttpResource resource, HttpResource.Call call) {
        long begun = nanos.getAsLong();
        try {
            var reply = resource.handle(call);
            if (reply.status() < 200 || reply.status() > 599 || reply.body().length > MAX_BODY)
                return failed(plugin, "it answered with the status " + reply.status() + " and " + reply.body().length
                        + " bytes; possible are 200 to 599 and " + MAX_BODY + " bytes");
            return new WebReply(reply.status(), reply.contentType(), reply.body());
        } catch (ExtensionException | RuntimeException | LinkageError e) { // the boundary to a plug-in
            LOG.debug("A web resource of the plug-in {} failed", plugin, e);
            boolean late = e instanceof ExtensionFailedException failed && failed.reason() == Reason.LATE;
            if (late || nanos.getAsLong() - begun >= BUDGET.toNanos())
                return problem(504, "Too late", "The plug-in \"" + plugin + "\" did not answer within "
                        + BUDGET.toSeconds() + " s");
            return failed(plugin, e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage());
        }
    }

    private static WebReply failed(String plugin, String why) {
        return problem(502, "The plug-in failed", "The plug-in \"" + plugin + "\" failed: " + why);
    }

    private static WebReply problem(int status, String title, String detail) {
        var document = new ProblemJson("urn:trunkline:problem:plugin-web", title, status, detail, List.of(), List.of());
        return new WebReply(status, ProblemJson.MEDIA_TYPE, Json.bytes(document.write()));
    }

    @Override
    public void publish(String plugin, String topic, String json) {
        if (topics.find(plugin, topic).isEmpty())
            throw new IllegalArgumentException("The plug-in \"" + plugin + "\" declares no EventTopic \"" + topic + "\"");
        var event = new PluginEvent(plugin, topic, tidy(json));
        if (!rate.take(plugin))
            throw new IllegalStateException("More than " + EventRate.PER_SECOND + " events a second: this one is lost");
        for (var listener : listeners)
            try {
                listener.accept(event);
            } catch (RuntimeException e) {
                LOG.warn("An event of the plug-in {} did not reach a listener", plugin, e);
            }
    }

    private static String tidy(String json) {
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
        if (bytes.length > MAX_EVENT)
            throw new IllegalArgumentException("The event has " + bytes.length + " bytes; at most " + MAX_EVENT
                    + " are possible");
        try {
            if (Json.parseRequest(bytes) instanceof ObjectNode object)
                return new String(Json.bytes(object), StandardCharsets.UTF_8);
        } catch (MalformedJsonException e) {
            throw new IllegalArgumentException("The event is not JSON: " + e.getMessage(), e);
        }
        throw new IllegalArgumentException("The event is not one JSON object");
    }

    @Override
    public Watch events(Consumer<PluginEvent> listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }
}
