package org.trunkline.cdr.journal.internal;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.trunkline.cdr.journal.internal.segment.AppendFile;
import org.trunkline.cdr.journal.internal.segment.JournalException;
import org.trunkline.domain.part.PartFailure;
import org.trunkline.engine.port.record.CdrSink;
import org.trunkline.engine.port.record.RecordCare;
import org.trunkline.engine.port.record.RecordLog;
import org.trunkline.engine.port.record.RecordStage;

/** Opens the journal and offers it, or the reason why it cannot be opened. */
@Component(service = {}, immediate = true, configurationPid = "org.trunkline.cdr.journal",
        configurationPolicy = ConfigurationPolicy.REQUIRE)
public final class JournalPart {

    /** PID {@code org.trunkline.cdr.journal}. */
    public @interface Config {
        /** Folder of all that the node keeps. */
        String dataDir();

        /** Size of a segment in MB, 1 to 1024. */
        int segmentMegabytes() default 64;
    }

    private final Optional<CdrJournal> journal;
    private final ServiceRegistration<?> registration;
    private Optional<ServiceRegistration<?>> care = Optional.empty();

    @Activate
    public JournalPart(BundleContext context, Config config) {
        Optional<CdrJournal> opened = Optional.empty();
        ServiceRegistration<?> registered;
        try {
            var it = new CdrJournal(Path.of(config.dataDir()), CdrJournal.Limits.ofSegments(config.segmentMegabytes()),
                    InstantSource.system(), AppendFile::open);
            opened = Optional.of(it);
            registered = context.registerService(new String[] { CdrSink.class.getName(), RecordLog.class.getName(),
                    RecordStage.class.getName() }, it, null);
            care = Optional.of(context.registerService(RecordCare.class, it.care(), null));
        } catch (JournalException e) {
            registered = context.registerService(PartFailure.class,
                    new PartFailure(e.code(), config.dataDir(), List.of(config.dataDir(), e.getMessage()),
                            e.getMessage()), null);
        }
        journal = opened;
        registration = registered;
    }

    @Deactivate
    public void close() {
        care.ifPresent(JournalPart::unregister);
        unregister(registration);
        journal.ifPresent(CdrJournal::close);
    }

    /** The framework does so too, when the bundle stops before its configuration goes. */
    private static void unregister(ServiceRegistration<?> registration) {
        try {
            registration.unregister();
        } catch (IllegalStateException e) {
            // gone already: what follows must be closed all the same
        }
    }
}
