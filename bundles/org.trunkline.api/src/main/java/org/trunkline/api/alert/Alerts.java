package org.trunkline.api.alert;

import java.util.List;

import org.trunkline.api.NodeUnavailableException;

/**
 * The alerts of a node: its saved searches with a rule. Their rules are changed as configuration. <b>Threads:</b> any but the
 * UI thread.
 */
public interface Alerts {
    /** By name. */
    List<AlertStatus> list() throws NodeUnavailableException;

    /** The available channels: the node's own, then those of plug-ins by id; at most 200. */
    List<AlertChannelAbout> channels() throws NodeUnavailableException;

    /** @return false if the alert does not exist or is not raised */
    boolean acknowledge(String name) throws NodeUnavailableException;

    /**
     * Sends a test message through the channels of the alert; {@link #list} shows the result. @return false if the alert does
     * not exist
     */
    boolean test(String name) throws NodeUnavailableException;
}
