package org.trunkline.engine;

import static java.util.Objects.requireNonNull;

import org.trunkline.engine.port.Scheduler;
import org.trunkline.engine.port.application.Applications;
import org.trunkline.engine.port.media.Media;
import org.trunkline.engine.port.message.MessageStore;
import org.trunkline.engine.port.record.CdrSink;
import org.trunkline.engine.port.routing.Directory;
import org.trunkline.engine.port.routing.RouteAdvisor;
import org.trunkline.engine.port.signaling.RegisterHandler;
import org.trunkline.engine.port.signaling.Signaling;

/** All that the engine needs of the outside. @param messages where text messages wait for their recipients */
public record EnginePorts(Signaling signaling, Media media, Directory directory, RegisterHandler registrar,
        CdrSink records, Scheduler scheduler, Extensions extensions, MessageStore messages) {
    /** What plug-ins take part in. @param advisor {@link RouteAdvisor#NONE} where nothing advises on routes */
    public record Extensions(Applications applications, RouteAdvisor advisor) {
        public static final Extensions NONE = new Extensions(Applications.NONE, RouteAdvisor.NONE);

        public Extensions {
            requireNonNull(applications);
            requireNonNull(advisor);
        }
    }

    public EnginePorts {
        requireNonNull(signaling);
        requireNonNull(media);
        requireNonNull(directory);
        requireNonNull(registrar);
        requireNonNull(records);
        requireNonNull(scheduler);
        requireNonNull(extensions);
        requireNonNull(messages);
    }

    /** A node without applications, advice and stored messages. */
    public EnginePorts(Signaling signaling, Media media, Directory directory, RegisterHandler registrar,
            CdrSink records, Scheduler scheduler) {
        this(signaling, media, directory, registrar, records, scheduler, Extensions.NONE, MessageStore.NONE);
    }

    public Applications applications() {
        return extensions.applications();
    }

    public RouteAdvisor advisor() {
        return extensions.advisor();
    }
}
