package org.trunkline.plugin.internal.link;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;

import org.trunkline.spi.alert.AlertChannel;
import org.trunkline.spi.audio.AudioCodec;
import org.trunkline.spi.call.CallApplication;
import org.trunkline.spi.config.ConfigKind;
import org.trunkline.spi.config.TrunkTemplates;
import org.trunkline.spi.http.EventTopic;
import org.trunkline.spi.http.HttpResource;
import org.trunkline.spi.number.NumberLookup;
import org.trunkline.spi.quality.CallAnalyser;
import org.trunkline.spi.quality.CodecProfile;
import org.trunkline.spi.record.RecordAttributes;
import org.trunkline.spi.record.RecordCollector;
import org.trunkline.spi.record.RecordConsumer;
import org.trunkline.spi.record.RecordFormat;
import org.trunkline.spi.routing.RoutingPolicy;

/** The extension points of this version of the product. A name that arrives chooses among them and no others. */
public final class ExtensionTypes {
    /** All of them. */
    public static final List<Class<?>> ALL = List.of(AlertChannel.class, AudioCodec.class, CallApplication.class, ConfigKind.class,
            TrunkTemplates.class, EventTopic.class, HttpResource.class, NumberLookup.class, CallAnalyser.class,
            CodecProfile.class, RecordAttributes.class, RecordCollector.class, RecordConsumer.class, RecordFormat.class,
            RoutingPolicy.class);

    private static final Map<String, Class<?>> BY_NAME = ALL.stream()
            .collect(Collectors.toMap(Class::getName, Function.identity()));

    private final Shapes shapes;
    private final Map<String, ExtensionType> made = new ConcurrentHashMap<>();

    public ExtensionTypes(Shapes shapes) {
        this.shapes = shapes;
    }

    /** @param name of a class; empty where it is no extension point */
    public Optional<ExtensionType> find(String name) {
        var type = BY_NAME.get(name);
        return type == null ? Optional.empty()
                : Optional.of(made.computeIfAbsent(name, n -> new ExtensionType(type, shapes)));
    }
}
