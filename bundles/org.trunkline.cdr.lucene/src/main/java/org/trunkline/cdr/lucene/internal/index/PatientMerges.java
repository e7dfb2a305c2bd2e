package org.trunkline.cdr.lucene.internal.index;

import java.io.IOException;

import org.apache.lucene.index.ConcurrentMergeScheduler;
import org.apache.lucene.index.MergePolicy.OneMerge;
import org.trunkline.engine.thread.NiceThreads;

/**
 * Merges beside calls and searches, which go first where processors are short: a search that waits for a merge waits tens of
 * milliseconds. What is only written again to be rid of something is written slowly. Other systems than Linux have no
 * priority of a thread alone: there merges are as all else.
 */
final class PatientMerges extends ConcurrentMergeScheduler {
    /** A third of the share of others: enough to keep up with all records that a node takes. */
    private static final int NICE = 5;
    /** What is written again only to be rid of something has time; questions have not. */
    private static final double PURGE_MB_PER_SECOND = 4;

    PatientMerges() {
        setForceMergeMBPerSec(PURGE_MB_PER_SECOND);
    }

    /** On a thread of its own, from which those that help it inherit what is set here. */
    @Override
    protected void doMerge(MergeSource source, OneMerge merge) throws IOException {
        NiceThreads.setOwn(NICE);
        super.doMerge(source, merge);
    }
}
