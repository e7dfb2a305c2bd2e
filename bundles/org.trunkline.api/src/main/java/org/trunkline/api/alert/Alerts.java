package org.trunkline.api.alert;

import java.util.List;

import org.trunkline.api.NodeUnavailableException;

/** The alerts of a node: its saved searches with a rule. Their rules are changed as configuration. <b>Threads:</b> any but the UI thread. */
public interface Alerts {
    /** By name. */
    List<AlertStatus> list() throws NodeUnavailableException;

    /** Through which channels an alert can be told: the node's own, then those of plug-ins, by id; at most 200. */
    List<AlertChannelAbout> channels() throws NodeUnavailableException;

    /** @return false where there is no such alert, or it is not raised */
    boolean acknowledge(String name) throws NodeUnavailableException;

    /** Sends a message marked as a test the way a real one would go; its outcome comes in {@link #list}. @return false where there is no such alert */
    boolean test(String name) throws NodeUnavailableException;
}
