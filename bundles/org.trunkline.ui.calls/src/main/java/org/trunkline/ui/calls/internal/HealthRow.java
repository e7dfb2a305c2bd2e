package org.trunkline.ui.calls.internal;

import java.util.Optional;

import org.trunkline.ui.Tone;

/**
 * One line of the health table.
 *
 * @param key stays the same
 * @param what the node, a trunk, the disk
 * @param trunk its name, where the line is one
 */
record HealthRow(String key, String what, Tone tone, String state, String load, String asr, String detail,
        Optional<String> trunk) {}
