package org.trunkline.engine;

import static java.util.Objects.requireNonNull;

import org.trunkline.engine.port.Scheduler;
import org.trunkline.engine.port.application.Applications;
import org.trunkline.engine.port.media.Media;
import org.trunkline.engine.port.record.CdrSink;
import org.trunkline.engine.port.routing.Directory;
import org.trunkline.engine.port.routing.RouteAdvisor;
import org.trunkline.engine.port.signaling.RegisterHandler;
import org.trunkline.engine.port.signaling.Signaling;

/** All that the engine needs of the outside. @param advisor {@link RouteAdvisor#NONE} where nothing advises on routes */
public record EnginePorts(Signaling signaling, Media media, Directory directory, RegisterHandler registrar,
        CdrSink records, Scheduler scheduler, Applications applications, RouteAdvisor advisor) {
    public EnginePorts {
        requireNonNull(signaling);
        requireNonNull(media);
        requireNonNull(directory);
        requireNonNull(registrar);
        requireNonNull(records);
        requireNonNull(scheduler);
        requireNonNull(applications);
        requireNonNull(advisor);
    }

    /** A node without applications and advice. */
    public EnginePorts(Signaling signaling, Media media, Directory directory, RegisterHandler registrar,
            CdrSink records, Scheduler scheduler) {
        this(signaling, media, directory, registrar, records, scheduler, Applications.NONE, RouteAdvisor.NONE);
    }
}
