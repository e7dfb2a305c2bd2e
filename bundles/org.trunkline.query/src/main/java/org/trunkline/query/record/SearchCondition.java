package org.trunkline.query.record;

/**
 * A compiled search.
 *
 * @param rest without what the search says at its top of the start time, so that "the last hour" asked again has the
 *        same rest
 * @param from start time, inclusive, in milliseconds of the epoch
 * @param to exclusive
 */
public record SearchCondition(Condition rest, long from, long to) {}
