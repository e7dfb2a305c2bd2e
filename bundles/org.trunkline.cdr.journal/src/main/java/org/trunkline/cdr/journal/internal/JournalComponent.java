package org.trunkline.cdr.journal.internal;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.trunkline.cdr.journal.internal.segment.AppendFile;
import org.trunkline.cdr.journal.internal.segment.JournalException;
import org.trunkline.domain.part.PartFailure;
import org.trunkline.engine.component.Registrations;
import org.trunkline.engine.port.record.CdrSink;
import org.trunkline.engine.port.record.RecordLog;
import org.trunkline.engine.port.record.RecordRetention;
import org.trunkline.engine.port.record.RecordStage;

/** Opens the journal and offers it, or the reason why it cannot be opened. */
@Component(service = {}, immediate = true, configurationPid = "org.trunkline.cdr.journal",
        configurationPolicy = ConfigurationPolicy.REQUIRE)
public final class JournalComponent {

    /** PID {@code org.trunkline.cdr.journal}. */
    public @interface Config {
        /** Folder of all that the node keeps. */
        String dataDir();

        /** Size of a segment in MB, 1 to 1024. */
        int segmentMegabytes() default 64;
    }

    private final Optional<CdrJournal> journal;
    private final Registrations registrations;

    @Activate
    public JournalComponent(BundleContext context, Config config) {
        Optional<CdrJournal> opened = Optional.empty();
        registrations = new Registrations(context);
        try {
            var it = new CdrJournal(Path.of(config.dataDir()), CdrJournal.Limits.ofSegments(config.segmentMegabytes()),
                    InstantSource.system(), AppendFile::open);
            opened = Optional.of(it);
            registrations.add(List.of(CdrSink.class, RecordLog.class, RecordStage.class), it);
            registrations.add(RecordRetention.class, it.care());
        } catch (JournalException e) {
            registrations.add(PartFailure.class,
                    new PartFailure(e.code(), config.dataDir(), List.of(config.dataDir(), e.getMessage()), e.getMessage()));
        }
        journal = opened;
    }

    @Deactivate
    public void close() {
        registrations.close();
        journal.ifPresent(CdrJournal::close);
    }
}
