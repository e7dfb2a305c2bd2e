package org.trunkline.api.plugin;

import java.util.List;
import java.util.Map;

/** Reads entries with their secrets, for the plug-in whose they are: a service for what runs plug-ins, never of the admin API. */
public interface EntryReader {
    /** By key, at most {@link PluginEntries#MOST}; those read last while the store is away. @param kind of the plug-in's */
    List<Map<String, String>> entries(String plugin, String kind);
}
