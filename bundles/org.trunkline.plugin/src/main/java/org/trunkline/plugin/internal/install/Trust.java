package org.trunkline.plugin.internal.install;

import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

import org.trunkline.api.FieldError;
import org.trunkline.api.NodeUnavailableException;
import org.trunkline.api.plugin.PluginStatus.Host;
import org.trunkline.api.plugin.PluginStatus.Signed;
import org.trunkline.api.plugin.Publisher;
import org.trunkline.plugin.internal.archive.PluginArchive;
import org.trunkline.plugin.internal.archive.RefusedArchiveException;
import org.trunkline.plugin.internal.archive.Signer;

/** Whose plug-ins may run, and where. */
final class Trust {
    private final StateKeeper state;
    private final boolean developer;
    private final InstantSource clock;

    /** @param developer whether unsigned plug-ins and those of unknown publishers may run */
    Trust(StateKeeper state, boolean developer, InstantSource clock) {
        this.state = state;
        this.developer = developer;
        this.clock = clock;
    }

    boolean developer() {
        return developer;
    }

    List<Publisher> publishers() {
        return state.current().publishers().values().stream()
                .sorted((a, b) -> a.name().compareToIgnoreCase(b.name())).toList();
    }

    private Optional<Publisher> publisher(String fingerprint) {
        return Optional.ofNullable(state.current().publishers().get(fingerprint));
    }

    /** @param fingerprint empty for an unsigned archive */
    Signed signed(String fingerprint) {
        if (fingerprint.isEmpty())
            return Signed.UNSIGNED;
        return publisher(fingerprint).isPresent() ? Signed.TRUSTED : Signed.UNKNOWN_PUBLISHER;
    }

    /** A new archive: its certificate must be valid now. */
    void checkNew(PluginArchive archive) throws RefusedArchiveException {
        if (archive.signer().isPresent())
            archive.signer().get().checkValid(clock.instant(), "archive");
        check(archive.signer());
    }

    /** One that was installed before: a certificate that has expired since stops nothing. */
    void check(Optional<Signer> signer) throws RefusedArchiveException {
        var signed = signed(signer.map(Signer::fingerprint).orElse(""));
        if (developer || signed == Signed.TRUSTED)
            return;
        throw new RefusedArchiveException(List.of(signer.map(Trust::unknown).orElseGet(() -> new FieldError("archive",
                "archive-unsigned", List.of(), "The archive is not signed. Only a node in developer mode"
                        + " (trunkline.plugins.developer=yes) runs unsigned plug-ins"))));
    }

    /** Its certificate goes along, so that an administrator can trust it in one step. */
    private static FieldError unknown(Signer signer) {
        return new FieldError("archive", "unknown-publisher", List.of(signer.name(), signer.fingerprint(), signer.pem()),
                "The publisher " + signer.name() + " is not trusted. Compare the fingerprint " + signer.fingerprint()
                        + " with the publisher's, then trust its certificate");
    }

    Host host(PluginArchive archive) {
        boolean inside = archive.manifest().about().inside() && archive.signer().map(Signer::fingerprint)
                .flatMap(this::publisher).filter(Publisher::inside).isPresent();
        return inside ? Host.INSIDE : Host.PROCESS;
    }

    Publisher trust(String pem, boolean inside) throws RefusedArchiveException, NodeUnavailableException {
        var signer = Signer.read(pem);
        signer.checkValid(clock.instant(), "certificate");
        var publisher = new Publisher(signer.name(), signer.fingerprint(), signer.until(), inside);
        state.save(s -> s.withPublisher(publisher.fingerprint(), Optional.of(publisher)));
        return publisher;
    }

    /** Empty where it was not trusted. */
    Optional<Publisher> distrust(String fingerprint) throws NodeUnavailableException {
        var known = publisher(fingerprint);
        if (known.isPresent())
            state.save(s -> s.withPublisher(fingerprint, Optional.empty()));
        return known;
    }
}
