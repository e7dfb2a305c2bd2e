package org.trunkline.ui.calls.internal;

/**
 * A bounded resource of the node.
 *
 * @param ratio of it in use, 0..1; 0 where it has no limit
 */
record Limit(HealthRow row, double ratio) {
}
