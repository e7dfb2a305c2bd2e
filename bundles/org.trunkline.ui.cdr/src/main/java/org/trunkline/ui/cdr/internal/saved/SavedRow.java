package org.trunkline.ui.cdr.internal.saved;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

import org.trunkline.api.NodeUnavailableException;
import org.trunkline.api.alert.AlertChannelAbout;
import org.trunkline.api.alert.AlertStatus;
import org.trunkline.api.node.Node;
import org.trunkline.domain.config.SavedSearch;

/** A saved search with how its alert stands, where it is one and watches. */
record SavedRow(SavedSearch search, Optional<AlertStatus> alert) {
    /** All that are seen here. Alerts wait for the index; the searches are shown all the same. */
    static List<SavedRow> read(Node node) throws NodeUnavailableException {
        var alerts = alerts(node);
        return SavedPlaces.visible(node).stream()
                .map(search -> new SavedRow(search, Optional.ofNullable(alerts.get(search.name())))).toList();
    }

    /** With what an alert can be told through. */
    record All(List<SavedRow> rows, List<AlertChannelAbout> channels) {}

    static All readAll(Node node) throws NodeUnavailableException {
        return new All(read(node), channels(node));
    }

    private static List<AlertChannelAbout> channels(Node node) {
        try {
            return node.alerts().channels();
        } catch (NodeUnavailableException notYet) {
            return List.of();
        }
    }

    private static Map<String, AlertStatus> alerts(Node node) {
        try {
            return node.alerts().list().stream().collect(Collectors.toMap(AlertStatus::name, Function.identity()));
        } catch (NodeUnavailableException notYet) {
            return Map.of();
        }
    }
}
