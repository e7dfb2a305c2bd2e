package org.trunkline.bench;

/** The parts of the benchmark, in their order; each may be a process of its own, on the folder that others left. */
enum Phase {
    /** Intake through all stages, into stores of its own. */
    STORE,
    /** All records into journal, index and PostgreSQL; goes on where an earlier one was ended. */
    FILL,
    /** All questions, alone and while records come in. */
    ASK,
    /** What one Enter of the desk takes, near and over HTTP. */
    ENTER,
    /** The index made again from the journal. */
    REBUILD,
    /** Records compared with the searches of alerts; needs nothing of the others. */
    ALERTS
}
