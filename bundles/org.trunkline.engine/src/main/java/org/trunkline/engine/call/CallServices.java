package org.trunkline.engine.call;

import java.util.concurrent.Executor;

import org.trunkline.engine.EnginePorts;
import org.trunkline.engine.Tokens;

/**
 * What all calls share.
 *
 * @param executor runs mailboxes
 * @param direct whether what comes over UDP is done by the thread that read it, where the call is idle
 * @param counter calls of each subscriber
 */
record CallServices(EnginePorts ports, Executor executor, boolean direct, Tokens tokens, ConcurrentCallCounter counter) {}
