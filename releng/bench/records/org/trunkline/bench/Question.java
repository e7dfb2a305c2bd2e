package org.trunkline.bench;

import java.util.Random;

/**
 * One question, to the search service and to PostgreSQL.
 *
 * @param target p95 in milliseconds, 0 for none
 * @param sql the same; empty where PostgreSQL is not asked
 */
record Question(String name, double target, Ask ask, Sql sql) {
    /** Asked anew each time, so that no result is simply remembered. */
    @FunctionalInterface
    interface Ask {
        void ask(Random random) throws Exception;
    }

    /** Statements that together answer it. */
    @FunctionalInterface
    interface Sql {
        String[] of(Random random);
    }
}
