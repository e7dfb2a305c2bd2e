package org.trunkline.engine.directory.trunk;

/**
 * How busy a trunk is, as routing policies see it.
 *
 * @param calls in progress, both directions
 * @param down whether it does not answer OPTIONS
 * @param asr of calls out in the last 5 minutes, at most a second old, 0..1; NaN where there were none
 */
public record TrunkUse(int calls, boolean down, double asr) {}
