package org.trunkline.engine.call.scope;

import java.util.concurrent.Executor;

import org.trunkline.engine.EnginePorts;
import org.trunkline.engine.RandomTokens;

/**
 * What all calls share.
 *
 * @param executor runs mailboxes
 * @param direct whether what comes over UDP is done by the thread that read it, where the call is idle
 * @param counter calls of each subscriber
 */
public record CallServices(EnginePorts ports, Executor executor, boolean direct, RandomTokens tokens, ConcurrentCallCounter counter) {}
