package org.trunkline.ui.plugins.internal;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Locale;

import org.trunkline.api.plugin.PluginStatus;
import org.trunkline.api.plugin.PluginStatus.State;
import org.trunkline.api.plugin.Publisher;

/** A publisher that the node trusts. @param running its plug-ins that run now */
record TrustedPublisher(Publisher publisher, List<PluginStatus> running) {
    TrustedPublisher {
        requireNonNull(publisher);
        running = List.copyOf(running);
    }

    static List<TrustedPublisher> of(List<Publisher> publishers, List<PluginStatus> installed) {
        return publishers.stream().map(publisher -> new TrustedPublisher(publisher, installed.stream()
                .filter(status -> status.publisher().equals(publisher.name()))
                .filter(status -> status.state() == State.RUNNING || status.state() == State.STARTING).toList())).toList();
    }

    /** For people to compare: {@code 0F:A3:…}. */
    String fingerprint() {
        return publisher.fingerprint().toUpperCase(Locale.ROOT).replaceAll("(..)(?=.)", "$1:");
    }
}
